"""Drills about to begin, or running, of whom examines or responds and has no seat in their session."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists

from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import OVER
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.week import LONGEST
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

AHEAD = timedelta(hours=24)
NOW, DAY_AHEAD, LONGEST_AGO = (bindparam(name, type_=UtcDateTime()) for name in ("now", "day_ahead", "longest_ago"))


def near(user: User, now: datetime) -> list[Drill]:
    """Those in which a person has something to do and that home does not open with, as they have no seat there."""
    return list(db.session.scalars(near_rows(), at(user, now)))


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statement below is executed with."""
    return read_by(user) | {"now": now, "day_ahead": now + AHEAD, "longest_ago": now - LONGEST}


@kept
def near_rows() -> Select[Drill]:
    """As `near`; to be executed with `at`."""
    is_theirs = (Drill.examiner_id == READER) | (Drill.responder_id == READER)
    is_near = Meeting.starts_at > LONGEST_AGO, Meeting.starts_at <= DAY_AHEAD, Meeting.ends_at > NOW
    has_seat = exists().where(
        Signup.meeting_id == Drill.meeting_id, Signup.user_id == READER, Signup.state == SignupState.CONFIRMED
    )
    rows = queries.drills().where(is_theirs, Drill.state.not_in(OVER), ~has_seat)
    return rows.where(Meeting.state == MeetingState.SCHEDULED, *is_near).order_by(Meeting.starts_at, Drill.id)
