"""What becomes of what people have of scenarios. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioSeen
from studyhub.drills.running import queries, telling
from studyhub.drills.running.models import Drill, DrillEvent, DrillRemark
from studyhub.meetings.models import MeetingState
from studyhub.people.departing import OfPeople
from studyhub.people.models import User
from studyhub.people.pairs import pairs


def settle(going: User, staying: User, *, now: datetime) -> None:
    """What either account has seen, the person has seen."""
    both = db.session.scalars(select(ScenarioSeen).where(ScenarioSeen.user_id.in_([going.id, staying.id])))
    first = sorted(both, key=lambda one: (one.seen_at, one.id))
    for kept, other in pairs(first, lambda one: one.scenario_id):
        db.session.delete(other)
        db.session.flush()
        kept.user_id = staying.id
    db.session.flush()


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Drills that have not begun look for somebody else, and who names them is told; what was played stays theirs."""
    for drill in queries.planned_with(user):
        drill.examiner_id = None if drill.examiner_id == user.id else drill.examiner_id
        drill.responder_id = None if drill.responder_id == user.id else drill.responder_id
        drill.step += 1
        circle_id = drill.meeting.circle_id
        trail.record("drill.left", drill, by=by, now=now, circle_id=circle_id, after={"user_id": user.id})
        db.session.flush()
        if drill.meeting.state is MeetingState.SCHEDULED and drill.meeting.ends_at > now:
            telling.tell_gone(drill, user, by=by, now=now)


OF_PEOPLE = OfPeople(
    moved=(
        Scenario.author_id,
        Drill.examiner_id,
        Drill.responder_id,
        Drill.created_by_id,
        DrillEvent.by_id,
        DrillRemark.author_id,
    ),
    without_second=(ScenarioSeen.user_id,),
    settle=settle,
    give_back=give_back,
)
