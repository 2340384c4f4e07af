"""Places in sessions, and who was there, where two accounts of one person are made one. Nothing here commits.

The meetings must be locked.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from studyhub.db import db
from studyhub.meetings.models import ACTIVE_STATES, Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User
from studyhub.people.pairs import pairs

# Of two places the better one is kept; what a cancellation released can come back with it, once.
_ORDER = (SignupState.CONFIRMED, SignupState.OFFERED, SignupState.WAITLISTED, SignupState.RELEASED)
# What says more of somebody goes before what says less.
_STRONGER = (AttendanceState.ATTENDED, AttendanceState.LATE, AttendanceState.EXCUSED, AttendanceState.ABSENT)


def give_up_second_places(going: User, staying: User, *, by: User, now: datetime) -> list[Meeting]:
    """Withdraw one of two places in a meeting: the one that waits, else the later one. The meetings of the freed ones.

    Seats are given to the next by `seats.promote`, once all that is left is the one person's.
    """
    given_up = [second for _, second in _both_places(going, staying)]
    seats.change(given_up, SignupState.WITHDRAWN, "merged", by=by, now=now)
    db.session.flush()
    return [signup.meeting for signup in given_up]


def _both_places(going: User, staying: User) -> list[tuple[Signup, Signup]]:
    held = select(Signup).where(Signup.user_id.in_([going.id, staying.id]), Signup.state.in_(_ORDER))
    found = db.session.scalars(held).all()
    ranked = sorted(found, key=lambda one: (_ORDER.index(one.state), one.joined_at, one.id))
    # Somebody may have been called off with one account and have come back with the same: that is not a pair.
    released = [one for one in ranked if one.state is SignupState.RELEASED]
    active = [one for one in ranked if one.state in ACTIVE_STATES]
    return [*pairs(active, lambda one: one.meeting_id), *pairs(released, lambda one: one.meeting_id)]


def settle_attendance(going: User, staying: User) -> None:
    """Keep the stronger of two records of one meeting, with the earlier check-in."""
    both = select(Attendance).where(Attendance.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (_STRONGER.index(one.state), one.id))
    for kept, other in pairs(found, lambda one: one.meeting_id):
        moments = [one.checked_in_at for one in (kept, other) if one.checked_in_at]
        kept.checked_in_at = min(moments, default=None)
        kept.is_walk_in = kept.is_walk_in and other.is_walk_in
        db.session.delete(other)
    db.session.flush()


def forget_absences(user: User, meetings: Sequence[Meeting], *, now: datetime) -> None:
    """Whoever said with one account that they cannot come has a place with the other: that place counts."""
    open_ids = [meeting.id for meeting in meetings if meeting.is_open(now)]
    held = signup_queries.active_signups(open_ids).where(Signup.user_id == user.id).with_only_columns(Signup.meeting_id)
    absent = delete(Attendance).where(Attendance.user_id == user.id, Attendance.state == AttendanceState.ABSENT)
    db.session.execute(absent.where(Attendance.meeting_id.in_(held.order_by(None))))
