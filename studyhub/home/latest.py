"""What home opens with: the meeting that comes next, and the notes shared last."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Format
from studyhub.db import db
from studyhub.meetings import chapter_queries, thought_queries
from studyhub.meetings.assignment_models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.notes.models import Note
from studyhub.people.models import User

NOTES_SHOWN = 5


@dataclass(frozen=True)
class NextMeeting:
    """The meeting a person goes to next, their place in it, the chapters they present and those they have yet to read.

    `has_chapters` says whether there is anything to think aloud about.
    """

    meeting: Meeting
    signup: Signup
    people: int
    chapters: tuple[Chapter, ...]
    to_read: tuple[Chapter, ...]
    has_chapters: bool


def next_meeting(user: User, *, now: datetime) -> NextMeeting | None:
    """The first meeting not over yet in which the person has or awaits a seat; None when there is none."""
    signup = db.session.scalar(_next_signup(), {"reader": user.id, "now": now})
    if signup is None:
        return None
    read = chapter_queries.chapters(signup.meeting)
    return NextMeeting(
        meeting=signup.meeting,
        signup=signup,
        people=db.session.scalar(_people(), {"meeting_id": signup.meeting_id}) or 0,
        chapters=_presents(user, signup.meeting),
        to_read=_to_read(user, signup.meeting, read, now),
        has_chapters=bool(read),
    )


@cache
def _next_signup() -> Select[Signup]:
    return (
        select(Signup)
        .join(Signup.meeting)
        .where(
            Signup.user_id == bindparam("reader"),
            Signup.state.in_((SignupState.CONFIRMED, SignupState.OFFERED, SignupState.WAITLISTED)),
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at > bindparam("now"),
        )
        .options(joinedload(Signup.meeting).joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )


@cache
def _people() -> Select[int]:
    return select(func.count()).where(
        Signup.meeting_id == bindparam("meeting_id"), Signup.state == SignupState.CONFIRMED
    )


def _to_read(user: User, meeting: Meeting, chapters: list[Chapter], now: datetime) -> tuple[Chapter, ...]:
    if meeting.has_begun(now) or meeting.effective_format is Format.READ_TOGETHER:
        return ()
    ticked = thought_queries.has_read(user, [chapter.id for chapter in chapters])
    return tuple(chapter for chapter in chapters if chapter.id not in ticked)


def _presents(user: User, meeting: Meeting) -> tuple[Chapter, ...]:
    return tuple(db.session.scalars(_presented(), {"reader": user.id, "meeting_id": meeting.id}))


@cache
def _presented() -> Select[Chapter]:
    return (
        select(Chapter)
        .join(Assignment, Assignment.chapter_id == Chapter.id)
        .join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
        .where(
            Assignment.user_id == bindparam("reader"),
            Assignment.state.in_(CURRENT_STATES - {AssignmentState.SUGGESTED}),
            MeetingChapter.meeting_id == bindparam("meeting_id"),
        )
        .order_by(Chapter.position, Chapter.id)
    )


def notes(user: User) -> list[Note]:
    """The notes shared last among those the person may see."""
    # Without their texts, which are long: home shows none of them.
    shared = (
        select(Note)
        .where(Note.first_shared_at.is_not(None), Note.shared_at.is_not(None))
        .where(circles.is_visible(Note.circle_id, user.id))
        .options(joinedload(Note.circle), joinedload(Note.meeting))
        .order_by(Note.first_shared_at.desc(), Note.id.desc())
    )
    return list(db.session.scalars(shared.limit(NOTES_SHOWN)))


def is_empty() -> bool:
    """Whether the organisation has no circle yet."""
    return not db.session.scalar(select(exists().where(Circle.id.is_not(None))))


def has_others(user: User) -> bool:
    """Whether anybody but this person is in the organisation."""
    return bool(db.session.scalar(select(exists().where(User.id != user.id))))
