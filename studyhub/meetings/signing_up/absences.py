"""What being absent this time does, read before it is done, and what of it stays when one comes after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, or_, select

from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, AssignmentState
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User

CAUSE = "absent"


@dataclass(frozen=True)
class Consequences:
    """What being absent from a meeting would do to whoever is asked about.

    `frees_seat` where seats are counted and others can have it, `goes_to_next` where somebody waits for it.
    `to_cover` are the chapters cover will be asked for, `told` the organisers whom that is told; `is_called` where it
    is told to those who could take them too.
    """

    state: SignupState | None
    frees_seat: bool
    goes_to_next: bool
    to_cover: Sequence[Assignment]
    told: Sequence[User]
    is_called: bool


def consequences(meeting: Meeting, user: User, *, now: datetime) -> Consequences:
    """What "absent this time" would do."""
    signup = signup_queries.active_signup(meeting, user)
    is_seated = signup is not None and signup.state is SignupState.CONFIRMED
    is_wanted = is_seated and meeting.is_open(now) and meeting.capacity is not None and meeting.takes_new
    ids = [chapter.id for chapter in chapter_queries.chapters(meeting)]
    mine = db.session.scalars(chapter_queries.current(ids).where(Assignment.user_id == user.id)).all()
    return Consequences(
        state=signup.state if signup else None,
        frees_seat=is_wanted,
        goes_to_next=is_wanted and bool(signup_queries.waiting([meeting.id])),
        to_cover=[one for one in mine if one.state in WILL_PRESENT],
        told=[one for one in queries.organizers(meeting.circle) if one.id != user.id],
        is_called=calling.is_called(meeting, now),
    )


@dataclass(frozen=True)
class Absence:
    """What somebody gave up by being absent: whether a seat, and the chapters they asked cover for."""

    had_seat: bool
    asked_for: Sequence[Assignment]


def absence(meeting: Meeting, user: User) -> Absence | None:
    """What the person's absence from a meeting has done so far; None for whoever is not absent."""
    recorded_at = db.session.scalar(_absent_since(), {"meeting_id": meeting.id, "user_id": user.id})
    if recorded_at is None:
        return None
    was_taken_over = and_(Assignment.state == AssignmentState.COVERED, Assignment.changed_at >= recorded_at)
    is_asked_for = or_(Assignment.state == AssignmentState.COVER_WANTED, was_taken_over)
    mine = select(Assignment).where(Assignment.meeting_id == meeting.id, Assignment.user_id == user.id, is_asked_for)
    return Absence(_had_seat(meeting, user), db.session.scalars(mine.order_by(Assignment.id)).all())


@kept
def _absent_since() -> Select[datetime]:
    is_theirs = Attendance.meeting_id == bindparam("meeting_id"), Attendance.user_id == bindparam("user_id")
    return select(Attendance.recorded_at).where(*is_theirs, Attendance.state == AttendanceState.ABSENT)


def _had_seat(meeting: Meeting, user: User) -> bool:
    """Whether their last absence gave a seat back."""
    changes = select(SignupChange.before).join(Signup, Signup.id == SignupChange.signup_id)
    given_back = changes.where(Signup.meeting_id == meeting.id, Signup.user_id == user.id, SignupChange.cause == CAUSE)
    last = db.session.scalar(given_back.order_by(SignupChange.id.desc()).limit(1))
    return last is SignupState.CONFIRMED
