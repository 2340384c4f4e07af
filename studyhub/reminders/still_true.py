"""Whether a reminder still holds when its mail leaves, perhaps after a mail server was away for a day."""

from datetime import datetime

from sqlalchemy import exists, select

from studyhub.db import db
from studyhub.delivery.texts import Payload
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User
from studyhub.reminders import unfinished
from studyhub.reminders.queries import REMINDED, has_stopped


def comes_in_time(payload: Payload, reader: User, now: datetime) -> bool:
    """The session begins when it was to begin, has not begun, and its reader comes and wants to hear of it."""
    comes = exists().where(
        Signup.meeting_id == Meeting.id, Signup.user_id == reader.id, Signup.state == SignupState.CONFIRMED
    )
    return _is_to_come(payload, reader, now) and bool(
        db.session.scalar(select(Meeting.id).where(Meeting.id == payload["meeting_id"], comes))
    )


def presents(payload: Payload, reader: User, now: datetime) -> bool:
    """The session is to come as it was planned, and its reader presents in it."""
    is_theirs = select(Assignment.id).join(MeetingChapter, MeetingChapter.chapter_id == Assignment.chapter_id)
    here = is_theirs.where(MeetingChapter.meeting_id == payload["meeting_id"], Assignment.user_id == reader.id)
    held = db.session.scalar(here.where(Assignment.state.in_(WILL_PRESENT)).limit(1))
    return held is not None and _is_to_come(payload, reader, now)


def _is_to_come(payload: Payload, reader: User, now: datetime) -> bool:
    meeting = db.session.get(Meeting, payload["meeting_id"])
    if meeting is None or meeting.state is not MeetingState.SCHEDULED or reader.state not in REMINDED:
        return False
    has_moved = meeting.starts_at != datetime.fromisoformat(payload["starts_at"])
    return now < meeting.starts_at and not has_moved and not _is_stopped(meeting, reader)


def _is_stopped(meeting: Meeting, reader: User) -> bool:
    both = select(Meeting.id).join_from(Meeting, User, User.id == reader.id)
    stopped = both.where(Meeting.id == meeting.id, has_stopped())
    return db.session.scalar(stopped) is not None


def is_unshared(payload: Payload, reader: User, now: datetime) -> bool:
    """Nobody has shared the notes meanwhile, and its reader still may and wants to hear of it."""
    return unfinished.is_to_share(payload["meeting_id"], reader)


def is_asked_for(payload: Payload, reader: User, now: datetime) -> bool:
    """The text still waits, and for its reader too."""
    return unfinished.is_to_answer(payload["release_id"], reader)
