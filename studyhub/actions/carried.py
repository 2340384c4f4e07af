"""What is left to do in a circle from before, as it stands above a session that is to come and above a note."""

from typing import Any

from sqlalchemy import Select, bindparam

from studyhub.actions import queries
from studyhub.actions.models import Action
from studyhub.actions.queries import ACTION, NO_SESSION
from studyhub.circles.models import Circle
from studyhub.db import kept
from studyhub.meetings.models import Meeting
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by

SHOWN = 10


def above_meeting(meeting: Meeting, user: User | None) -> list[Action]:
    """What is open in its circle and was not given in it, next due first, as this person may know it."""
    asked = read_by(user) | {"circle_id": meeting.circle_id, "meeting_id": meeting.id}
    return ACTION.read(_above_meeting(readers.is_member(user)), asked)


@kept
def _above_meeting(is_member: bool) -> Select[*tuple[Any, ...]]:
    return _open(is_member).where(Action.meeting_id.is_distinct_from(bindparam("meeting_id")))


def above_note(circle: Circle, note_id: int, meeting_id: int | None, user: User | None) -> list[Action]:
    """What is open in its circle and was made neither from it nor in its session, likewise."""
    asked = read_by(user) | {"circle_id": circle.id, "note_id": note_id, "meeting_id": meeting_id or NO_SESSION}
    return ACTION.read(_above_note(readers.is_member(user)), asked)


@kept
def _above_note(is_member: bool) -> Select[*tuple[Any, ...]]:
    is_other = Action.meeting_id.is_distinct_from(bindparam("meeting_id"))
    return _open(is_member).where(Action.note_id.is_distinct_from(bindparam("note_id")), is_other)


def _open(is_member: bool) -> Select[*tuple[Any, ...]]:
    is_left = Action.circle_id == bindparam("circle_id"), Action.is_open
    rows = ACTION.select().where(queries.is_visible(Action, is_member=is_member), *is_left)
    return queries.next_due_first(rows).limit(SHOWN)
