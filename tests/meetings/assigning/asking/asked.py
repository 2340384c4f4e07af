"""People who can be asked to present, and what they presented before."""

from datetime import date

from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User
from studyhub.teams.models import Team
from tests.cast import NOON, Cast


def joined(cast: Cast, *names: str) -> list[User]:
    """More people who take part in the circle."""
    people = [cast.person(name) for name in names]
    for user in people:
        joining.join(cast.circle, user, now=NOON)
    return people


def presented(user: User, on: date, team: Team | None = None) -> None:
    """Let the ledger know of a chapter."""
    source = f"presented:{user.id}:{on}"
    entry = DutyEntry(source=source, duty=Duty.PRESENTED, user_id=user.id, happened_on=on)
    entry.team_id = team.id if team else None
    db.session.add(entry)
    db.session.flush()
