"""What stands beside a note of decisions and actions: those made from it, those left from before, and suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, bindparam, select

from studyhub.actions import listing, queries
from studyhub.actions.around import around, owners
from studyhub.actions.models import Action
from studyhub.actions.queries import Settled
from studyhub.actions.reading.suggesting import Suggestion, suggestions
from studyhub.db import db, kept
from studyhub.notes.models import Note, Revision
from studyhub.people.models import User

CARRIED_SHOWN = 10


@dataclass(frozen=True)
class BesideNote:
    """Everything of it that one reader may know. `names` are those of owners that are suggested, by their id."""

    settled: Settled
    carried: Sequence[Action]
    today: date
    suggestions: Sequence[Suggestion] = ()
    names: Mapping[int, str] = field(default_factory=dict)


def beside(note: Note, user: User, *, can_write: bool, now: datetime) -> BesideNote:
    """What this member sees beside a note they may open; suggestions for whoever writes in it."""
    settled = queries.settled_by_note(note.id, user)
    found = BesideNote(settled, carried(note, user), listing.today(note.circle, now))
    return _with_suggestions(found, note, now) if can_write else found


def carried(note: Note, user: User) -> list[Action]:
    """What is left to do in the circle from before: it stands above the text and is never pasted into it."""
    found = queries.open_actions(note.circle, user, limit=CARRIED_SHOWN)
    return [action for action in found if action.note_id != note.id]


def _with_suggestions(found: BesideNote, note: Note, now: datetime) -> BesideNote:
    source = db.session.scalar(_source(), {"head_id": note.head_id}) or ""
    people = owners(note.circle)
    known = queries.known_in(note.circle_id, note.id)
    read = suggestions(source, around(note.circle, note.meeting, people, now=now), known)
    names = {person.id: person.name for person in people}
    return BesideNote(found.settled, found.carried, found.today, read, names)


@kept
def _source() -> Select[str]:
    return select(Revision.source).where(Revision.id == bindparam("head_id"))
