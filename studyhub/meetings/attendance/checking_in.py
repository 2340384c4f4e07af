"""Checking in: a person with a seat says by code that they are in the room. Rules: docs/rules.md, Attendance."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from studyhub.accounts.gate import attempts
from studyhub.accounts.models import AttemptKind
from studyhub.audit import trail
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.attendance.checkin_codes import new_code, normal
from studyhub.meetings.models import WAS_THERE, Attendance, AttendanceState, Meeting, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User


class CheckinClosed(Exception):
    """The meeting takes no check-in, or not at this time."""


class NoSeat(Exception):
    """Only who has a seat checks in; others are added by an organiser."""


class WrongCode(Exception):
    """It is not this meeting's code. The try counts once it is committed."""


def check_in(meeting: Meeting, user: User, code: str, *, now: datetime) -> Attendance:
    """Record that the person is there, and late when the meeting began a while ago.

    Whoever is on record as being there is handed back unchanged, whatever they typed. Raises CheckinClosed, NoSeat,
    WrongCode and attempts.TooManyTries. Does not commit.
    """
    # Tries of one person are counted over all meetings, those at one meeting's code over all people, wherever they are.
    where = f"meeting {meeting.id}"
    attempt = attempts.begin(AttemptKind.CHECKIN, network=where, account=str(user.id), now=now)
    seats.lock([meeting])
    if not rules.can_check_in(meeting, now):
        raise CheckinClosed
    record = queries.attendance_of(meeting, user)
    if record is None or record.state not in WAS_THERE:
        _require_seat_and_code(meeting, user, code)
        record = _record(meeting, user, record, now=now)
    attempts.forget(attempt.id)
    return record


def _require_seat_and_code(meeting: Meeting, user: User, code: str) -> None:
    signup = signup_queries.active_signup(meeting, user)
    if signup is None or signup.state is not SignupState.CONFIRMED:
        raise NoSeat
    if not secrets.compare_digest(normal(code).encode(), meeting.checkin_code.encode()):
        raise WrongCode


def _record(meeting: Meeting, user: User, record: Attendance | None, *, now: datetime) -> Attendance:
    if record is None:
        record = Attendance(meeting_id=meeting.id, user_id=user.id)
        db.session.add(record)
    record.state = AttendanceState.LATE if rules.is_late(meeting, now) else AttendanceState.ATTENDED
    record.checked_in_at = record.recorded_at = now
    record.recorded_by_id = user.id
    return record


def change_code(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Another code, for when the present one has left the room; who has checked in stays so. Does not commit."""
    seats.lock([meeting])
    meeting.checkin_code = new_code()
    trail.record("checkin_code.changed", meeting, by=by, now=now, circle_id=meeting.circle_id)


def forget(meetings: Sequence[Meeting], users: Sequence[User] | None = None) -> None:
    """Nobody was there yet: the person gave the place back before the start, or the meeting waits for another one.

    Of these people, or of all. Does not commit.
    """
    said = delete(Attendance).where(
        Attendance.meeting_id.in_([meeting.id for meeting in meetings]), Attendance.checked_in_at.is_not(None)
    )
    if users is not None:
        said = said.where(Attendance.user_id.in_([user.id for user in users]))
    db.session.execute(said)
