"""Which columns of alerts name people, and what becomes of them."""

from datetime import datetime

from sqlalchemy import update

from studyhub.alerts.models import Alert, AlertDecision, AlertIntake, ServiceAlias
from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState


def give_back(user: User, *, by: User, now: datetime) -> None:
    """What somebody who has left was to do is nobody's; the team sees it."""
    if user.state is UserState.LEFT:
        theirs = update(AlertDecision).where(AlertDecision.owner_id == user.id)
        db.session.execute(theirs.values(owner_id=None))


OF_PEOPLE = OfPeople(
    moved=(
        Alert.acted_by_id,
        Alert.marked_by_id,
        AlertDecision.owner_id,
        AlertDecision.decided_by_id,
        AlertIntake.created_by_id,
        ServiceAlias.taught_by_id,
    ),
    give_back=give_back,
)
