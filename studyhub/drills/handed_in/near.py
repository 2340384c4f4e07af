"""Drills about to begin, or running, of whom examines or responds and has no seat in their session."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, select

from studyhub.circles.models import Circle
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.drills.models import Scenario
from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import OVER
from studyhub.meetings.models import LONGEST, Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

AHEAD = timedelta(hours=24)
NOW, DAY_AHEAD, LONGEST_AGO = (bindparam(name, type_=UtcDateTime()) for name in ("now", "day_ahead", "longest_ago"))


def near(user: User, now: datetime) -> Sequence[Row[int, int | None, str, str, datetime]]:
    """Those in which a person has something to do and that home does not open with, as they have no seat there.

    Each as its id, the responder's id, its scenario's title, its circle's and when its session begins.
    """
    return db.session.execute(near_rows(), at(user, now)).all()


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statement below is executed with."""
    return read_by(user) | {"now": now, "day_ahead": now + AHEAD, "longest_ago": now - LONGEST}


@kept
def near_rows() -> Select[int, int | None, str, str, datetime]:
    """As `near`; to be executed with `at`."""
    is_near = Meeting.starts_at > LONGEST_AGO, Meeting.starts_at <= DAY_AHEAD, Meeting.ends_at > NOW
    has_seat = exists().where(
        Signup.meeting_id == Drill.meeting_id, Signup.user_id == READER, Signup.state == SignupState.CONFIRMED
    )
    rows = select(Drill.id, Drill.responder_id, Scenario.title.label("scenario"), Circle.title, Meeting.starts_at)
    rows = rows.select_from(Drill).join(Meeting, Meeting.id == Drill.meeting_id)
    rows = rows.join(Circle, Circle.id == Meeting.circle_id).join(Scenario, Scenario.id == Drill.scenario_id)
    rows = rows.where(queries.is_theirs(), Drill.state.not_in(OVER), ~has_seat, queries.is_seen())
    return rows.where(Meeting.state == MeetingState.SCHEDULED, *is_near).order_by(Meeting.starts_at, Drill.id)
