"""What stands beside a note of decisions and actions: those made from it, those left from before, and suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, bindparam, select

from studyhub.actions import carried, listing, queries
from studyhub.actions.around import around, owners
from studyhub.actions.models import Action
from studyhub.actions.queries import Settled
from studyhub.actions.reading.suggesting import Around, Suggestion, suggestions
from studyhub.db import db, kept
from studyhub.notes.models import Note, Revision
from studyhub.people.models import User


@dataclass(frozen=True)
class Suggested:
    """Lines of a note that may be kept. `names` are those of the owners in the circle, by their id."""

    lines: Sequence[Suggestion] = ()
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BesideNote:
    """Everything of it that one reader may know."""

    settled: Settled
    carried: Sequence[Action]
    today: date
    suggested: Suggested = Suggested()


def beside(note: Note, user: User, *, can_write: bool, now: datetime) -> BesideNote:
    """What this member sees beside a note they may open; suggestions for whoever writes in it."""
    keeps_any = queries.keeps_any(note.circle_id)
    settled = queries.settled_by_note(note.id, note.meeting_id, user) if keeps_any else Settled((), ())
    left = carried.above_note(note.circle, note.id, note.meeting_id, user) if keeps_any else []
    read = suggested(note, keeps_any=keeps_any, now=now) if can_write else Suggested()
    return BesideNote(settled, left, listing.today(note.circle, now), read)


def suggested(note: Note, *, keeps_any: bool = True, now: datetime) -> Suggested:
    """The lines of a note that may be decisions or actions, for whoever writes in it.

    `keeps_any` is what `actions.queries.keeps_any` says of its circle.
    """
    source = db.session.scalar(_source(), {"head_id": note.head_id}) or ""
    names: dict[int, str] = {}

    def told() -> Around:
        people = owners(note.circle)
        names.update((person.id, person.name) for person in people)
        known = queries.known_in(note.circle_id, note.id) if keeps_any else ()
        return around(note.circle, note.meeting, people, now=now, known=known)

    # Read anew each time: what is wiped from a note must be in no memory of ours.
    return Suggested(suggestions(source, told), names)


@kept
def _source() -> Select[str]:
    return select(Revision.source).where(Revision.id == bindparam("head_id"))
