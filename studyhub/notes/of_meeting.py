"""What the page of a meeting says about its note to one reader."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from studyhub.circles.models import Participation
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes import queries, stages
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.stages import Stage
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by


@dataclass(frozen=True)
class MeetingNote:
    """The note's address, title and states, and what the reader can do; `note_id` is None while there is none."""

    note_id: int | None
    title: str
    stages: tuple[Stage, ...]
    can_write: bool
    can_begin: bool
    has_chapters: bool


def line(meeting: Meeting, user: User | None, mine: Participation | None, *, has_chapters: bool) -> MeetingNote | None:
    """What this reader may know; None when that is nothing. Members inside, others what is published.

    `mine` is the reader's present participation in the circle.
    """
    if not readers.is_member(user):
        return _published(meeting)
    part = queries.part(mine.is_organizer if mine else None, meeting, user)
    note = db.session.execute(_visible(), read_by(user) | {"meeting_id": meeting.id}).one_or_none()
    if note is not None:
        note_id, title, *known = note
        return MeetingNote(note_id, title, stages.stages(*known), part.can_write, can_begin=False, has_chapters=False)
    can_begin = part.can_write and meeting.state is not MeetingState.CANCELLED
    return MeetingNote(None, "", (), part.can_write, can_begin, has_chapters) if can_begin else None


@kept
def _visible() -> Select[*tuple[Any, ...]]:
    # Not the note itself: its text is long, and the page shows none of it.
    columns = select(Note.id, Note.title, Note.shared_at, *stages.columns())
    return columns.where(Note.meeting_id == bindparam("meeting_id"), queries.is_visible(True))


def _published(meeting: Meeting) -> MeetingNote | None:
    release = _outside(meeting)
    if release is None:
        return None
    return MeetingNote(release.note_id, release.title, (Stage.PUBLISHED,), False, can_begin=False, has_chapters=False)


def _outside(meeting: Meeting) -> Row[int, str] | None:
    of_note = select(Release.note_id, Release.title).join(Release.note).where(Note.meeting_id == meeting.id)
    return db.session.execute(of_note.where(Release.state == ReleaseState.APPROVED)).one_or_none()
