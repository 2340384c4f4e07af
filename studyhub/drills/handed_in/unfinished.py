"""Drills that were begun and not talked over before their session ended: their examiner ends them, or who organises."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, or_, select

from studyhub.circles.models import Participation
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.drills.models import Scenario
from studyhub.drills.running import queries
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import BEGUN, DrillState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.people.waiting import SHOWN

ENDED_BY, LAST_SINCE = (bindparam(name, type_=UtcDateTime()) for name in ("drills_ended_by", "drills_last_since"))


def unfinished(user: User, now: datetime) -> Sequence[Row[int, str, DrillState, datetime]]:
    """Those that a person examines, or organises while the examiner is away or gone, the oldest first.

    Each as its id, its scenario's title, its state and when its session began.
    """
    return db.session.execute(unfinished_rows(), at(user, now)).all()


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statement below is executed with."""
    return read_by(user) | {"drills_ended_by": now, "drills_last_since": now - queries.SHOWN_FOR}


@kept
def unfinished_rows() -> Select[int, str, DrillState, datetime]:
    """As `unfinished`; to be executed with `at`."""
    rows = select(Drill.id, Scenario.title, Drill.state, Meeting.starts_at).select_from(Drill)
    rows = rows.join(Meeting, Meeting.id == Drill.meeting_id).join(Scenario, Scenario.id == Drill.scenario_id)
    is_away = exists().where(User.id == Drill.examiner_id, User.state != UserState.ACTIVE)
    organizes = exists().where(
        Participation.circle_id == Meeting.circle_id,
        Participation.user_id == READER,
        Participation.is_present,
        Participation.is_organizer,
    )
    ends = or_(Drill.examiner_id == READER, and_(is_away, organizes, Drill.responder_id != READER))
    rows = rows.where(ends, Drill.state.in_(BEGUN), queries.is_seen())
    rows = rows.where(Meeting.ends_at <= ENDED_BY, Drill.last_at > LAST_SINCE)
    return rows.order_by(Meeting.starts_at, Drill.id).limit(SHOWN)
