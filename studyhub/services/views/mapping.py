"""The map: who of a team can be left alone with which of its services."""

from collections.abc import Sequence

from flask import render_template, request

from studyhub import clock
from studyhub.people.models import User
from studyhub.services import bus_factor, grid, listing, states
from studyhub.services.views.blueprint import bp
from studyhub.settings import organization
from studyhub.teams import queries as teams
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user


@bp.get("/map")
@member_required
def show_map() -> str:
    """Services by people of the team in `?team=`; else of one's own, or the first."""
    offered = listing.running_teams()
    team = chosen(offered, current_user())
    return render_template(
        "services/map.html",
        teams=offered,
        team=team,
        grid=grid.of_team(team, now=clock.now()) if team else None,
        words=states,
        stale_months=organization.current().stale_months,
        bus_factor=bus_factor,
    )


def chosen(offered: Sequence[Team], user: User) -> Team | None:
    """The team that an address names, else one of the reader's, else the first; None where there is none."""
    wanted = next((team for team in offered if team.slug == request.args.get("team")), None)
    if wanted is not None or not offered:
        return wanted
    own = {row.team_id for row in teams.memberships_of_all([user.id]).get(user.id, ())}
    return next((team for team in offered if team.id in own), offered[0])
