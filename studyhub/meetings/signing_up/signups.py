"""Signing up for meetings and withdrawing. Rules: docs/rules.md, Sign-up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.sql.dml import ReturningDelete

from studyhub.circles import queries as circles
from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.cover import taking_up
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.signing_up import absences, seats
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User


class SignupClosed(Exception):
    """Sign-up closes when the meeting starts, is cancelled or loses its date."""


def sign_up(meeting: Meeting, user: User, *, now: datetime, by: User | None = None) -> Signup:
    """Give the person a seat, or the last place on the waitlist; `by` is who did it for them.

    Pressing twice is harmless: an active sign-up is handed back unchanged. Whoever was absent comes after all, and has
    the chapters again that nobody took over. Raises SignupClosed. Does not commit.
    """
    locked = [one for one in seats.lock([meeting]) if one.is_open(now)]
    if not locked:
        raise SignupClosed
    [signup] = _sign_up(locked, [user], by=by or user, now=now)
    return signup


def sign_up_for_all(meetings: Sequence[Meeting], user: User, *, now: datetime) -> list[Signup]:
    """Sign up for every meeting that is still open; what is read does not grow with them. Does not commit."""
    locked = seats.lock(meetings)
    return _sign_up([meeting for meeting in locked if meeting.is_open(now)], [user], by=user, now=now)


def sign_up_everyone(meeting: Meeting, users: Sequence[User], *, by: User, now: datetime) -> list[Signup]:
    """Sign several people up for one meeting, seats in the order given. Does not commit."""
    seats.lock([meeting])
    return _sign_up([meeting], users, by=by, now=now) if meeting.is_open(now) else []


def _sign_up(meetings: Sequence[Meeting], users: Sequence[User], *, by: User, now: datetime) -> list[Signup]:
    known = signup_queries.signups_of([meeting.id for meeting in meetings], [user.id for user in users])
    signups = {(signup.meeting_id, signup.user_id): signup for signup in known}
    wanted = [(meeting.id, user.id) for meeting in meetings for user in users]
    new = [one for one in dict.fromkeys(wanted) if one not in signups]
    added = seats.add(new, by=by, now=now)
    _end_absences(meetings, users, by=by, now=now)
    # Held, so that they are not read again.
    seated = seats.fill_seats(meetings, now=now)
    signups |= {(one.meeting_id, one.user_id): one for one in seated}
    for one in added:
        if (one.meeting_id, one.user_id) not in signups:
            signups[one.meeting_id, one.user_id] = db.session.get_one(Signup, one.id)
    return [signups[one] for one in wanted]


def _end_absences(meetings: Sequence[Meeting], users: Sequence[User], *, by: User, now: datetime) -> None:
    """Nobody who signs up is absent. Who does it themselves has asked for cover no more either."""
    asked = {"meeting_ids": [meeting.id for meeting in meetings], "user_ids": [user.id for user in users]}
    ended = db.session.execute(_absences(), asked).all()
    come_back = {meeting_id for meeting_id, user_id in ended if user_id == by.id}
    if come_back:
        taking_up.take_up_again([meeting for meeting in meetings if meeting.id in come_back], by, now=now)


@kept
def _absences() -> ReturningDelete[int, int]:
    # From the table, past the session's rows: nobody who signs up looks at what is recorded in the same transaction.
    recorded = Attendance.metadata.tables[Attendance.__tablename__]
    absent = delete(recorded).where(
        recorded.c.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
        recorded.c.user_id.in_(bindparam("user_ids", expanding=True)),
        recorded.c.state == AttendanceState.ABSENT,
    )
    return absent.returning(recorded.c.meeting_id, recorded.c.user_id)


def withdraw(meeting: Meeting, user: User, *, now: datetime, cause: str = "withdrawn") -> Signup | None:
    """Give the place back; a freed seat goes to the next at once.

    None when there was none. Raises SignupClosed. Does not commit.
    """
    seats.lock([meeting])
    if not meeting.can_be_left(now):
        raise SignupClosed
    signup = signup_queries.active_signup(meeting, user)
    if signup is None:
        return None
    seats.change([signup], SignupState.WITHDRAWN, cause, by=user, now=now)
    checking_in.forget([meeting], [user])
    # Whoever only waited frees no seat; promote finds nobody who fits then.
    seats.promote([meeting], by=user, now=now)
    return signup


def withdraw_from_all(
    meetings: Sequence[Meeting],
    users: Sequence[User],
    *,
    by: User,
    now: datetime,
    cause: str,
    state: SignupState = SignupState.WITHDRAWN,
    audit_event_id: int | None = None,
) -> None:
    """Give back every place these people have in meetings that have not begun; freed seats then go to the next.

    Nobody of them is seated in another's place meanwhile. The event is the one whose undoing brings the places back.
    Does not commit.
    """
    locked = [meeting for meeting in seats.lock(meetings) if meeting.can_be_left(now)]
    held = signup_queries.active_signups(meeting.id for meeting in locked)
    theirs = held.where(Signup.user_id.in_([user.id for user in users]))
    places = db.session.scalars(theirs).all()
    seats.change(places, state, cause, by=by, now=now, audit_event_id=audit_event_id)
    checking_in.forget(locked, users)
    seats.promote(locked, by=by, now=now)


def be_absent(meeting: Meeting, user: User, *, now: datetime) -> None:
    """Absent this time: the seat is filled, the absence recorded, and cover asked for one's chapters.

    No absence is recorded of whoever was not expected. Raises SignupClosed. Does not commit.
    """
    given_back = withdraw(meeting, user, now=now, cause=absences.CAUSE)
    if given_back is not None or circles.participation(meeting.circle, user) is not None:
        _record_absence(meeting, user, now=now)
    assignments.want_cover_for_all(meeting, user, now=now)


def _record_absence(meeting: Meeting, user: User, *, now: datetime) -> None:
    record = queries.attendance_of(meeting, user)
    if record is None:
        record = Attendance(meeting_id=meeting.id, user_id=user.id)
        db.session.add(record)
    record.state, record.recorded_at, record.recorded_by_id = AttendanceState.ABSENT, now, user.id
