"""What changes whenever there is something new to see of a drill: those who watch it ask for that again and again."""

from datetime import datetime

from sqlalchemy import Select, bindparam, exists, select

from studyhub.circles import queries as circles
from studyhub.db import db, kept
from studyhub.drills.models import ScenarioSeen
from studyhub.drills.running import shown
from studyhub.drills.running.models import Drill
from studyhub.drills.running.queries import is_open
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by


def step(drill_id: int, user: User, now: datetime) -> str | None:
    """The step of a drill for this person, by one statement and without its record; None for who may not see it."""
    row = db.session.execute(_rows(), read_by(user) | {"drill_id": drill_id}).one_or_none()
    if row is None:
        return None
    drill, has_seen, is_to_respond = row
    part = shown.part_of(drill, user)
    withheld = shown.is_withheld(drill, part, has_seen=has_seen, is_to_respond=is_to_respond)
    return shown.step_of(drill, drill.standing(now), part, is_withheld=withheld)


@kept
def _rows() -> Select[Drill, bool, bool]:
    other = Drill.__table__.alias("other")
    seen = exists().where(ScenarioSeen.scenario_id == Drill.scenario_id, ScenarioSeen.user_id == READER)
    responds = exists().where(
        other.c.scenario_id == Drill.scenario_id, other.c.responder_id == READER, is_open(other.c)
    )
    rows = select(Drill, seen, responds).join(Drill.meeting)
    return rows.where(Drill.id == bindparam("drill_id"), circles.is_visible(Meeting.circle_id, is_member=True))
