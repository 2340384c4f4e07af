"""What the notes of the demo settle: whoever wrote one keeps what StudyHub suggests, and most of it gets done."""

from datetime import datetime, timedelta
from functools import partial

from studyhub.actions import deciding, giving
from studyhub.actions.around import around, owners
from studyhub.actions.giving import Task
from studyhub.actions.models import Action
from studyhub.actions.places import Place
from studyhub.actions.reading.headings import Kind
from studyhub.actions.reading.suggesting import Suggestion, suggestions
from studyhub.db import db
from studyhub.demo.stage import Stage
from studyhub.notes.models import Note
from studyhub.people.models import User

# How long most of it takes.
TAKES = timedelta(days=7)
FORGOTTEN = 3


def settle(stage: Stage, note: Note, by: User, *, now: datetime) -> None:
    """Keep each decision and action that a note suggests; every third action is still to be done."""
    if note.head is None:
        return
    people = owners(note.circle)
    found = suggestions(note.head.source, lambda: around(note.circle, note.meeting, people, now=now))
    for place, one in enumerate(found):
        action = _kept(note, one, by, now)
        if action is not None and (place + 1) % FORGOTTEN:
            stage.timeline.at(now + TAKES, partial(giving.finish, action, by=action.owner or by))


def _kept(note: Note, one: Suggestion, by: User, now: datetime) -> Action | None:
    place = Place(note.circle, note.meeting, note.id, one.key)
    if one.kind is not Kind.ACTION:
        deciding.decide(place, one.text, by=by, now=now)
        return None
    owner = db.session.get(User, one.owner_id) if one.owner_id else by
    return giving.give(place, Task(one.text, owner, one.due_on), by=by, now=now)
