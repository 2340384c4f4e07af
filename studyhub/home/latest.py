"""What home opens with: the meeting that comes next, and the notes shared last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Format
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.notes import stages
from studyhub.notes.models import Note
from studyhub.notes.stages import Stage
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

NOTES_SHOWN = 5


@dataclass(frozen=True)
class NextMeeting:
    """The meeting a person goes to next, their place in it, the chapters they present and those they have yet to read.

    `together` are read in the meeting itself; `has_chapters` says whether there is anything to think aloud about.
    """

    meeting: Meeting
    signup: Signup
    people: int
    chapters: tuple[Chapter, ...]
    to_read: tuple[Chapter, ...]
    together: tuple[Chapter, ...]
    has_chapters: bool


def next_meeting(user: User, *, now: datetime) -> NextMeeting | None:
    """The first meeting not over yet in which the person has or awaits a seat; None when there is none.

    Whoever may no longer see a circle that they had signed up in reads nothing of it.
    """
    found = db.session.execute(_next_signup(), {"reader": user.id, "now": now}).one_or_none()
    if found is None:
        return None
    signup, people = found
    found_here = chapter_queries.read_in(signup.meeting, now=now)
    read = [one.chapter for one in found_here]
    presented = set(db.session.scalars(_presented(), {"reader": user.id, "ids": [chapter.id for chapter in read]}))
    return NextMeeting(
        meeting=signup.meeting,
        signup=signup,
        people=people,
        chapters=tuple(chapter for chapter in read if chapter.id in presented),
        to_read=_to_read(user, signup.meeting, [one.chapter for one in found_here if not one.is_read_together], now),
        together=tuple(one.chapter for one in found_here if one.is_read_together),
        has_chapters=bool(read),
    )


@kept
def _next_signup() -> Select[Signup, int]:
    others = aliased(Signup)
    people = select(func.count()).where(others.meeting_id == Signup.meeting_id, others.state == SignupState.CONFIRMED)
    return (
        select(Signup, people.scalar_subquery())
        .join(Signup.meeting)
        .where(
            Signup.user_id == READER,
            circles.is_visible(Meeting.circle_id, is_member=True),
            Signup.state.in_((SignupState.CONFIRMED, SignupState.OFFERED, SignupState.WAITLISTED)),
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at > bindparam("now"),
        )
        .options(joinedload(Signup.meeting).joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )


def _to_read(user: User, meeting: Meeting, chapters: list[Chapter], now: datetime) -> tuple[Chapter, ...]:
    if meeting.has_begun(now) or meeting.effective_format is Format.READ_TOGETHER:
        return ()
    ticked = thought_queries.has_read(user, [chapter.id for chapter in chapters])
    return tuple(chapter for chapter in chapters if chapter.id not in ticked)


@kept
def _presented() -> Select[int]:
    return select(Assignment.chapter_id).where(
        Assignment.user_id == READER,
        Assignment.state.in_(CURRENT_STATES - {AssignmentState.SUGGESTED}),
        Assignment.chapter_id.in_(bindparam("ids", expanding=True)),
    )


class SharedNote(NamedTuple):
    """A note as home names it; `number` is that of its meeting, if it has one."""

    id: int
    title: str
    first_shared_at: datetime
    circle: str
    number: int | None
    stages: tuple[Stage, ...]


def notes(user: User) -> list[SharedNote]:
    """The notes shared last among those the person may see."""
    rows = db.session.execute(_shared(), read_by(user))
    return [
        SharedNote(note_id, title, shared_at, circle, number, stages.stages(*known))
        for note_id, title, shared_at, circle, number, *known in rows
    ]


@kept
def _shared() -> Select[*tuple[Any, ...]]:
    # Which they are first: of all others nobody asks how far they have come.
    one = aliased(Note)
    newest = (
        select(one.id)
        .where(one.first_shared_at.is_not(None), one.shared_at.is_not(None))
        .where(circles.is_visible(one.circle_id, is_member=True))
        .order_by(one.first_shared_at.desc(), one.id.desc())
        .limit(NOTES_SHOWN)
        .subquery()
    )
    return (
        select(Note.id, Note.title, Note.first_shared_at, Circle.title, Meeting.number)
        .add_columns(Note.shared_at, *stages.columns())
        .join(newest, newest.c.id == Note.id)
        .join(Circle, Circle.id == Note.circle_id)
        .outerjoin(Meeting, Meeting.id == Note.meeting_id)
        .order_by(Note.first_shared_at.desc(), Note.id.desc())
    )


def is_empty() -> bool:
    """Whether the organisation has no circle yet."""
    return not db.session.scalar(select(exists().where(Circle.id.is_not(None))))


def has_others(user: User) -> bool:
    """Whether anybody but this person is in the organisation."""
    return bool(db.session.scalar(select(exists().where(User.id != user.id))))
