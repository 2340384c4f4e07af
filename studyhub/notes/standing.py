"""Where the note of each meeting of a circle stands, as one reader may know it."""

from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes import queries
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.people.models import User


class Standing(StrEnum):
    """How far a note has come, the farthest only."""

    DRAFT = "draft"
    SHARED = "shared"
    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


class NoteLine(NamedTuple):
    """A note and how far it has come."""

    note_id: int
    standing: Standing


_OF_RELEASE = {
    ReleaseState.REQUESTED: Standing.REQUESTED,
    ReleaseState.IN_REVIEW: Standing.IN_REVIEW,
    ReleaseState.APPROVED: Standing.PUBLISHED,
}
_ORDER = list(Standing)


def of_meetings(circle: Circle, user: User | None) -> dict[int, NoteLine]:
    """The notes of a circle's meetings this reader may open, by meeting; a visitor sees what is published outside."""
    rows = _visible(user.id if user is not None and user.is_member else None)
    found: dict[int, NoteLine] = {}
    for meeting_id, note_id, shared_at, release in db.session.execute(rows, {"circle_id": circle.id}):
        standing = _OF_RELEASE[release] if release else Standing.SHARED if shared_at else Standing.DRAFT
        line = NoteLine(note_id, standing)
        found[meeting_id] = max(found.get(meeting_id, line), line, key=lambda one: _ORDER.index(one.standing))
    return found


# Kept for the last readers: building it takes longer than its answer.
@lru_cache(maxsize=queries.READERS_KEPT)
def _visible(member_id: int | None) -> Select[*tuple[Any, ...]]:
    rows = select(Meeting.id, Note.id, Note.shared_at, Release.state).join(Note, Note.meeting_id == Meeting.id)
    rows = rows.where(Meeting.circle_id == bindparam("circle_id"))
    if member_id is None:
        return rows.join(Release, (Release.note_id == Note.id) & (Release.state == ReleaseState.APPROVED))
    rows = rows.outerjoin(Release, (Release.note_id == Note.id) & Release.state.in_(_OF_RELEASE))
    return rows.where(queries.is_visible_to_member(member_id))
