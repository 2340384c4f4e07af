"""What becomes of the services of a team that is no more: they go with it, and none is left to nobody."""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.teams.models import Team
from studyhub.teams.reorganizing import StillHas
from studyhub.words.saying import ngettext


def hand_over(team: Team, *, by: User, now: datetime) -> None:
    """Give all its services to the team it becomes part of; those that are no more too.

    Raises StillHas where it becomes part of none and still runs one.
    """
    rows = db.session.scalars(select(Service).where(Service.team_id == team.id).with_for_update()).all()
    if team.merged_into_id is None:
        _require_none(sum(service.retired_at is None for service in rows))
        return
    for service in rows:
        service.team_id = team.merged_into_id
        before, after = {"team_id": team.id}, {"team_id": team.merged_into_id}
        trail.record("service.changed", service, by=by, now=now, before=before, after=after)


def _require_none(count: int) -> None:
    if count:
        raise StillHas(
            ngettext(
                "This team still runs %(num)s service. Give it to another team or retire it first.",
                "This team still runs %(num)s services. Give them to another team or retire them first.",
                count,
            )
        )
