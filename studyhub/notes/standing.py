"""Where the note of each meeting of a circle stands, as one reader may know it."""

from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.notes import queries
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by


class Standing(StrEnum):
    """How far a note has come, the farthest only."""

    DRAFT = "draft"
    SHARED = "shared"
    REQUESTED = "requested"
    PUBLISHED = "published"


class NoteLine(NamedTuple):
    """A note and how far it has come."""

    note_id: int
    standing: Standing


_OF_RELEASE = {
    ReleaseState.REQUESTED: Standing.REQUESTED,
    ReleaseState.IN_REVIEW: Standing.REQUESTED,
    ReleaseState.APPROVED: Standing.PUBLISHED,
}
_ORDER = list(Standing)


def of_meetings(circle: Circle, user: User | None) -> dict[int, NoteLine]:
    """The notes of a circle's meetings this reader may open, by meeting; a visitor sees what is published outside."""
    rows = _visible(readers.is_member(user))
    found: dict[int, NoteLine] = {}
    for meeting_id, note_id, shared_at, release in db.session.execute(rows, read_by(user) | {"circle_id": circle.id}):
        standing = _OF_RELEASE[release] if release else Standing.SHARED if shared_at else Standing.DRAFT
        line = NoteLine(note_id, standing)
        found[meeting_id] = max(found.get(meeting_id, line), line, key=lambda one: _ORDER.index(one.standing))
    return found


@kept
def _visible(is_member: bool) -> Select[*tuple[Any, ...]]:
    rows = select(Meeting.id, Note.id, Note.shared_at, Release.state).join(Note, Note.meeting_id == Meeting.id)
    rows = rows.where(Meeting.circle_id == bindparam("circle_id"))
    if not is_member:
        return rows.join(Release, (Release.note_id == Note.id) & (Release.state == ReleaseState.APPROVED))
    rows = rows.outerjoin(Release, (Release.note_id == Note.id) & Release.state.in_(_OF_RELEASE))
    return rows.where(queries.is_visible(True))
