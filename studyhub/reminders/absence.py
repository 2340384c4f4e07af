"""Being absent by a link of a mail: of the one sign-up that it reminded of. Nothing here commits."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles.models import Participation
from studyhub.db import db, kept
from studyhub.meetings import queries as meetings
from studyhub.meetings.assigning.models import IS_THEIRS, Assignment
from studyhub.meetings.models import ACTIVE_STATES, AttendanceState, Meeting, Signup
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import SIGNS_IN, User
from studyhub.people.readers import READER
from studyhub.reminders.links import Absence


class Standing(StrEnum):
    """What became of the place since the mail was written."""

    COMES = "comes"
    ABSENT = "absent"
    NO_PLACE = "no_place"


def signup_of(absence: Absence, *, now: datetime) -> Signup | None:
    """The sign-up that a link speaks of; None once the session moved or began, or is not its person's to know of.

    Whoever signed up again since has another one, of which the link says nothing.
    """
    signup = db.session.scalar(_signup(), {"signup_id": absence.signup_id})
    if signup is None or signup.user.state not in SIGNS_IN or meetings.visible(signup.user, signup.meeting_id) is None:
        return None
    meeting, newer = signup.meeting, signup_queries.active_signup(signup.meeting, signup.user)
    is_theirs = newer is None or newer.id == signup.id
    return signup if is_theirs and meeting.starts_at == absence.starts_at and meeting.is_open(now) else None


@kept
def _signup() -> Select[Signup]:
    rows = select(Signup).where(Signup.id == bindparam("signup_id"))
    return rows.options(joinedload(Signup.user), joinedload(Signup.meeting).joinedload(Meeting.circle))


def standing(signup: Signup) -> Standing:
    """What became of the place."""
    if signup.state in ACTIVE_STATES:
        return Standing.COMES
    record = meetings.attendance_of(signup.meeting, signup.user)
    is_absent = record is not None and record.state is AttendanceState.ABSENT
    return Standing.ABSENT if is_absent else Standing.NO_PLACE


def is_withdrawal(meeting: Meeting, user: User) -> bool:
    """Whether there is nothing to be absent from: somebody outside the circle signed up for this one session alone."""
    return db.session.scalar(_expected(), {"meeting_id": meeting.id, "reader": user.id}) is None


@kept
def _expected() -> Select[int]:
    in_circle = exists().where(
        Participation.circle_id == Meeting.circle_id, Participation.user_id == READER, Participation.is_present
    )
    presents = exists().where(
        Assignment.meeting_id == Meeting.id, Assignment.user_id == READER, Assignment.state.in_(IS_THEIRS)
    )
    return select(Meeting.id).where(Meeting.id == bindparam("meeting_id"), or_(in_circle, presents))


def be_absent(signup: Signup, *, now: datetime) -> None:
    """Absent this time, or the one sign-up withdrawn; nothing where the place was given back meanwhile.

    Raises signups.SignupClosed.
    """
    seats.lock([signup.meeting])
    db.session.refresh(signup, ["state"])
    if signup.state in ACTIVE_STATES:
        leave = signups.withdraw if is_withdrawal(signup.meeting, signup.user) else signups.be_absent
        leave(signup.meeting, signup.user, now=now)
