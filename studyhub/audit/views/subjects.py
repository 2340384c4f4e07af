"""What events are about, named only as far as the reader may know of it; never by a text, a reason or a secret.

However many events there are, everything is looked up with the same number of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.audit.models import AuditEvent
from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting
from studyhub.notes import queries as notes
from studyhub.notes.models import Note, Release
from studyhub.people.models import Token, User
from studyhub.people.readers import read_by
from studyhub.settings.models import ClosedDay
from studyhub.teams.models import Team

PEOPLE_KEYS = ("user_id", "user_ids")


@dataclass(frozen=True)
class Subject:
    """What an event is about: its name, and where it is found, if anywhere."""

    name: str
    url: str | None = None


@dataclass
class Known:
    """Rows by the name of their table and their id, of those that the reader may see."""

    rows: dict[str, dict[int, Any]] = field(default_factory=dict)

    def row(self, kind: str, row_id: int | None) -> Any:
        """A row the reader may see, or None."""
        return self.rows.get(kind, {}).get(row_id or 0)

    def subjects(self, event: AuditEvent) -> list[Subject]:
        """What the event is about, from the outside in: circle, then session, note or chapter, then people."""
        if event.circle_id and not self.row("circle", event.circle_id):
            return [Subject(_("Something in a circle that is not open to you"))]
        circle = self.row("circle", event.circle_id)
        outer = [Subject(circle.title, url_for("circles.show", slug=circle.slug))] if circle else []
        return [*outer, *self._own(event), *self._people(event)]

    def _own(self, event: AuditEvent) -> list[Subject]:
        row = self.row(event.subject_kind, event.subject_id)
        if isinstance(row, Release):
            row = self.row("note", row.note_id)
        if isinstance(row, Assignment):
            return [Subject(row.chapter.title), Subject(row.presenter_name)]
        kept = (event.before or {}).get("name")
        if row is None and isinstance(kept, str):
            return [Subject(kept)]
        return [] if row is None or isinstance(row, Circle) else [_subject(row)]

    def _people(self, event: AuditEvent) -> list[Subject]:
        people = [self.row("user", user_id) for user_id in _people_ids([event])]
        return [_subject(person) for person in people if person]


def known_to(user: User, events: Sequence[AuditEvent]) -> Known:
    """Everything these events are about, as far as this person may see it."""
    ids = _ids_by_kind(events)
    known = Known()
    seen_meetings = select(Meeting).join(Meeting.circle).where(circles.is_open_to(user))
    chapters = select(Chapter)
    assigned = select(Assignment).options(joinedload(Assignment.chapter), joinedload(Assignment.user))
    seen_notes = select(Note).where(notes.is_visible_to(user)).options(joinedload(Note.head))
    asked = read_by(user)
    _add(known, circles.visible_to(user), Circle, [event.circle_id for event in events if event.circle_id], asked)
    _add(known, seen_meetings, Meeting, ids.get("meeting", []), asked)
    _add(known, chapters, Chapter, ids.get("chapter", []))
    _add(known, assigned, Assignment, ids.get("assignment", []))
    _add(known, select(Release), Release, ids.get("release", []))
    note_ids = [release.note_id for release in known.rows["release"].values()]
    _add(known, seen_notes, Note, [*ids.get("note", []), *note_ids], asked)
    _add(known, select(User), User, [*ids.get("user", []), *_people_ids(events)])
    _add(known, select(Team), Team, ids.get("team", []))
    _add(known, select(ClosedDay), ClosedDay, ids.get("closed_day", []))
    _add(known, select(Token), Token, ids.get("token", []))
    return known


def _add(
    known: Known, seen: Select[Any], kind: Any, ids: Iterable[int], asked: Mapping[str, int | None] | None = None
) -> None:
    found = db.session.scalars(seen.where(kind.id.in_(set(ids))), asked)
    known.rows[kind.__tablename__] = {row.id: row for row in found}


def _ids_by_kind(events: Iterable[AuditEvent]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for event in events:
        found.setdefault(event.subject_kind, []).append(event.subject_id)
    return found


def _people_ids(events: Iterable[AuditEvent]) -> list[int]:
    """Those named by their ids in what changed, each once."""
    values = [(kept or {}).get(key) for event in events for kept in (event.after, event.before) for key in PEOPLE_KEYS]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(one for one in flat if isinstance(one, int)))


def _subject(row: Any) -> Subject:
    if isinstance(row, Meeting):
        number = _("Session %(number)s", number=row.number) if row.number else ""
        return Subject(f"{number} {row.title}".strip(), url_for("meetings.show", meeting_id=row.id))
    if isinstance(row, Note):
        return Subject(row.head.title if row.head else "", url_for("notes.show", note_id=row.id))
    if isinstance(row, User):
        return Subject(row.name, url_for("people.show", user_id=row.id))
    if isinstance(row, Team):
        return Subject(row.name, url_for("teams.show", slug=row.slug))
    if isinstance(row, Token):
        return Subject(row.email or "")
    return Subject(row.title if isinstance(row, Chapter) else row.name)
