"""What events of the audit trail are about, named only as far as the reader may know of it.

Never by a text, a reason or a secret. However many events there are, everything is looked up with the same number of
queries. Features hand in what of theirs events are about.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.words.saying import gettext as _

PEOPLE_KEYS = ("user_id", "user_ids")


class Subject(NamedTuple):
    """What an event is about: its name, and the address of its page, if it has one."""

    name: str
    url: str | None = None


@dataclass(frozen=True)
class SubjectKind:
    """A table whose rows events are about.

    `seen` are those of its rows that a reader may see, to be executed with `read_by` them; `says` what one is called,
    from the outside in.
    """

    model: Any
    seen: Callable[[User], Select[Any]]
    says: Callable[[Any], Sequence[Subject]]

    @property
    def name(self) -> str:
        """As `AuditEvent.subject_kind` has it."""
        return str(self.model.__tablename__)


Kinds = Mapping[str, SubjectKind]


@dataclass
class Known:
    """Rows by the name of their table and their id, of those that the reader may see."""

    kinds: Kinds
    rows: dict[str, dict[int, Any]] = field(default_factory=dict)

    def subjects(self, event: AuditEvent) -> list[Subject]:
        """What the event is about, from the outside in: circle, then session, note or chapter, then people."""
        outer = self._said("circle", event.circle_id) if event.circle_id else []
        if event.circle_id and not outer:
            return [Subject(_("Something in a circle that is not open to you"))]
        return [*outer, *self._own(event), *self._people(event)]

    def _said(self, kind: str, row_id: int | None) -> Sequence[Subject]:
        """What a row is called; nothing for one that is not there, or that the reader may not see."""
        row = self.rows.get(kind, {}).get(row_id or 0)
        return [] if row is None else self.kinds[kind].says(row)

    def _own(self, event: AuditEvent) -> Sequence[Subject]:
        if event.subject_kind == "circle" and event.circle_id:
            return []
        kept = (event.before or {}).get("name")
        said = self._said(event.subject_kind, event.subject_id)
        return said or ([Subject(kept)] if isinstance(kept, str) else [])

    def _people(self, event: AuditEvent) -> list[Subject]:
        return [subject for user_id in _people_ids([event]) for subject in self._said("user", user_id)]


def known_to(user: User, events: Sequence[AuditEvent], kinds: Kinds) -> Known:
    """Everything these events are about, as far as this person may see it."""
    ids = _ids_by_kind(events)
    known = Known(kinds)
    for name, kind in kinds.items():
        seen = kind.seen(user).where(kind.model.id.in_(ids.get(name, set())))
        known.rows[name] = {row.id: row for row in db.session.scalars(seen, read_by(user))}
    return known


def _ids_by_kind(events: Sequence[AuditEvent]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {
        "circle": {event.circle_id for event in events if event.circle_id},
        "user": set(_people_ids(events)),
    }
    for event in events:
        found.setdefault(event.subject_kind, set()).add(event.subject_id)
    return found


def _people_ids(events: Iterable[AuditEvent]) -> list[int]:
    """Those named by their ids in what changed, each once."""
    values = [(kept or {}).get(key) for event in events for kept in (event.after, event.before) for key in PEOPLE_KEYS]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(one for one in flat if isinstance(one, int)))
