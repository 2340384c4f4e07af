"""How much people and teams have done: sums over the ledger, whatever the number of people one statement each."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func, select

from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry


class Load(NamedTuple):
    """How often somebody did something since a day, and when last, however long ago."""

    quantity: int
    last_on: date | None


def of_people(user_ids: Collection[int], duty: Duty, *, since: date) -> dict[int, Load]:
    """What each of these people did of one duty; whoever never did it is left out."""
    recent = case((DutyEntry.happened_on >= since, DutyEntry.quantity), else_=0)
    rows = (
        select(DutyEntry.user_id, func.sum(recent), func.max(DutyEntry.happened_on))
        .where(DutyEntry.user_id.in_(user_ids), DutyEntry.duty == duty)
        .group_by(DutyEntry.user_id)
    )
    return {user_id: Load(quantity, last_on) for user_id, quantity, last_on in db.session.execute(rows)}


def of_teams(team_ids: Collection[int], duty: Duty, *, since: date) -> dict[int, int]:
    """What was done for each of these teams since a day, by whoever was in it then; none is left out."""
    rows = (
        select(DutyEntry.team_id, func.sum(DutyEntry.quantity))
        .where(DutyEntry.team_id.in_(team_ids), DutyEntry.duty == duty, DutyEntry.happened_on >= since)
        .group_by(DutyEntry.team_id)
    )
    done = {team_id: quantity for team_id, quantity in db.session.execute(rows) if team_id}
    return dict.fromkeys(team_ids, 0) | done
