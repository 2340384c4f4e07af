"""What becomes of what people have of rounds, when they go and when two accounts are made one."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User
from studyhub.sos import helping
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.sos.moves import HelpState
from studyhub.teams.models import Team


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Whoever cannot take part any more leaves what they claimed to others."""
    rows = select(HelpWanted).where(HelpWanted.claimed_by_id == user.id, HelpWanted.state == HelpState.CLAIMED)
    for wanted in db.session.scalars(rows.order_by(HelpWanted.id).with_for_update()).all():
        helping.reopen(wanted, by=by, now=now)


def hand_over(team: Team, *, by: User, now: datetime) -> None:
    """What a team wants help with goes to the one it becomes part of; without one nobody waits for it any more."""
    rows = select(HelpWanted).where(HelpWanted.team_id == team.id, HelpWanted.closed_at.is_(None))
    for wanted in db.session.scalars(rows.order_by(HelpWanted.id).with_for_update()).all():
        if team.merged_into_id is not None:
            wanted.team_id = team.merged_into_id
        else:
            helping.settle(wanted, HelpState.WITHDRAWN, by=by, now=now)


OF_PEOPLE = OfPeople(
    moved=(TeamUpdate.author_id, HelpWanted.author_id, HelpWanted.claimed_by_id, HelpWanted.closed_by_id),
    give_back=give_back,
)
