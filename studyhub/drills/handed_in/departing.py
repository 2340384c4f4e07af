"""What becomes of what people have of scenarios. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioSeen
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


OF_PEOPLE = OfPeople(moved=(Scenario.author_id,), without_second=(ScenarioSeen.user_id,), settle=settle)
