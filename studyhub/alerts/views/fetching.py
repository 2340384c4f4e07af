"""What several views of alerts need first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import abort

from studyhub.alerts import queries, rules
from studyhub.alerts.models import AlertGroup
from studyhub.alerts.reviewing.counting import Clock
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.rota.swaps import held
from studyhub.services.models import Service
from studyhub.settings import organization
from studyhub.teams import queries as teams
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user

P = ParamSpec("P")
A_MOMENT = timedelta(seconds=1)


def keepers_only(view: Callable[P, Any]) -> Callable[P, Any]:
    """For administrators and the keepers of the rota."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if not rules.can_keep(current_user()):
            abort(403)
        return view(*args, **kwargs)

    return member_required(guarded)


def clock_of_nights() -> Clock:
    """The wall time of the organisation, with the nights of its rota."""
    borders = rota.rules()
    return Clock(organization.current().time_zone, borders.day_ends, borders.day_begins)


def any_group(group_id: int) -> AlertGroup:
    """A group; 404 where there is none."""
    return queries.group(group_id) or abort(404)


def decides(user: User, group: AlertGroup) -> bool:
    """Whether somebody is in the team that decides about a group."""
    return rules.can_decide(user, is_of_team=teams.is_in(user, group.service.team))


def marks(user: User, service: Service, moment: datetime) -> bool:
    """Whether somebody says if anything was done about what rang for a service at a moment."""
    was_on_duty = bool(held.held(moment, moment + A_MOMENT, user_id=user.id))
    return rules.can_mark(user, is_of_team=teams.is_in(user, service.team), was_on_duty=was_on_duty)
