"""What the page of a meeting says about its note to one reader."""

from dataclasses import dataclass

from sqlalchemy import Row, exists, select

from studyhub.db import db
from studyhub.meetings.assignment_models import MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes import queries
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.people.models import User


@dataclass(frozen=True)
class MeetingNote:
    """The note's address, title and states, and what the reader can do; `note_id` is None while there is none."""

    note_id: int | None
    title: str
    stages: tuple[str, ...]
    can_write: bool
    can_begin: bool
    has_chapters: bool


def line(meeting: Meeting, user: User | None) -> MeetingNote | None:
    """What this reader may know; None when that is nothing. Members inside, others what is published."""
    if user is None or not user.is_member:
        return _published(meeting)
    part = queries.part_of(meeting.circle, meeting, user)
    # Not the note itself: its text is long, and the page shows none of it.
    columns = select(Note.id, Note.title, Note.shared_at).where(Note.meeting_id == meeting.id)
    note = db.session.execute(columns.where(queries.is_visible_to(user))).one_or_none()
    if note is not None:
        stages = ("shared" if note.shared_at else "draft", *(["published"] if _outside(meeting) else []))
        return MeetingNote(note.id, note.title, stages, part.can_write, can_begin=False, has_chapters=False)
    can_begin = part.can_write and meeting.state is not MeetingState.CANCELLED
    return MeetingNote(None, "", (), part.can_write, can_begin, _has_chapters(meeting)) if can_begin else None


def _published(meeting: Meeting) -> MeetingNote | None:
    release = _outside(meeting)
    if release is None:
        return None
    return MeetingNote(release.note_id, release.title, ("published",), False, can_begin=False, has_chapters=False)


def _outside(meeting: Meeting) -> Row[int, str] | None:
    of_note = select(Release.note_id, Release.title).join(Release.note).where(Note.meeting_id == meeting.id)
    return db.session.execute(of_note.where(Release.state == ReleaseState.APPROVED)).one_or_none()


def _has_chapters(meeting: Meeting) -> bool:
    return bool(db.session.scalar(select(exists().where(MeetingChapter.meeting_id == meeting.id))))
