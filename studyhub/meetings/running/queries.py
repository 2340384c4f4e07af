"""Fetching how many are there, and the reader's own record."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, func, select

from studyhub.db import db, kept
from studyhub.meetings.models import WAS_THERE, Attendance, Signup, SignupState
from studyhub.people.models import User
from studyhub.people.readers import READER


class Standing(NamedTuple):
    """How one person stands to a session that runs: whether they check in, are there (since when, if by code), wait."""

    can_check_in: bool
    is_here: bool
    checked_in_at: datetime | None
    is_waiting: bool


class Heads(NamedTuple):
    """How many have a seat, how many of all are on record as being there, and the reader's own place and record."""

    seated: int
    mine: SignupState | None
    here: int
    checked_in_at: datetime | None
    is_here: bool


def heads(meeting_id: int, user: User) -> Heads:
    """The heads of one meeting."""
    asked = {"meeting_id": meeting_id, "reader": user.id}
    seated, mine = db.session.execute(_places(), asked).one()
    here, checked_in_at, is_here = db.session.execute(_came(), asked).one()
    return Heads(seated, SignupState(mine) if mine else None, here, checked_in_at, bool(is_here))


@kept
def _places() -> Select[int, str | None]:
    is_mine = Signup.user_id == READER
    is_active = Signup.state.in_((SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED))
    rows = select(func.count(case((Signup.state == SignupState.CONFIRMED, 1))), func.max(case((is_mine, Signup.state))))
    return rows.where(Signup.meeting_id == bindparam("meeting_id"), is_active)


@kept
def _came() -> Select[int, datetime | None, int | None]:
    is_mine = Attendance.user_id == READER
    rows = select(func.count(), func.max(case((is_mine, Attendance.checked_in_at))), func.max(case((is_mine, 1))))
    return rows.where(Attendance.meeting_id == bindparam("meeting_id"), Attendance.state.in_(WAS_THERE))
