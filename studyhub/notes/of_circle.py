"""How far the note of each meeting of a circle has come, as one reader may know it."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.notes import queries, stages
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.stages import Stage
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by


class NoteLine(NamedTuple):
    """A note and how far it has come: where it stands outside, or inside while it never was to leave."""

    note_id: int
    stages: tuple[Stage, ...]


def of_meetings(circle: Circle, user: User | None) -> dict[int, NoteLine]:
    """The notes of a circle's meetings this reader may open, by meeting; a visitor sees what is published outside."""
    asked = read_by(user) | {"circle_id": circle.id}
    if not readers.is_member(user):
        rows = db.session.execute(_published(), asked)
        return {meeting_id: NoteLine(note_id, (Stage.PUBLISHED,)) for meeting_id, note_id in rows}
    found = db.session.execute(_visible(), asked)
    return {meeting_id: NoteLine(note_id, _farthest(stages.stages(*known))) for meeting_id, note_id, *known in found}


def _farthest(said: tuple[Stage, ...]) -> tuple[Stage, ...]:
    # A row has little room: whatever is to leave was shared before.
    return said[1:] or said


@kept
def _published() -> Select[int, int]:
    rows = select(Meeting.id, Note.id).join(Note, Note.meeting_id == Meeting.id).join(Release)
    return rows.where(Meeting.circle_id == bindparam("circle_id"), Release.state == ReleaseState.APPROVED)


@kept
def _visible() -> Select[*tuple[Any, ...]]:
    rows = select(Meeting.id, Note.id, Note.shared_at, *stages.columns()).join(Note, Note.meeting_id == Meeting.id)
    return rows.where(Meeting.circle_id == bindparam("circle_id"), queries.is_visible(True))
