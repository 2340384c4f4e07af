"""Services by people, of one team at a time: how far everybody of the team is with which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam

from studyhub.db import db, kept
from studyhub.people.models import User, UserState
from studyhub.services import listing, queries
from studyhub.services.models import Service
from studyhub.services.states import Standing
from studyhub.teams import queries as teams
from studyhub.teams.models import Team


@dataclass(frozen=True)
class Grid:
    """People of a team and services, with everybody's standing by person, then by service.

    `ready` is how many are ready for a service over all teams, by its id. Who has not begun is not there.
    """

    people: Sequence[User]
    services: Sequence[Service]
    standings: Mapping[int, Mapping[int, Standing]]
    ready: Mapping[int, int]

    def standing(self, user: User, service: Service) -> Standing:
        """How far somebody is."""
        return self.standings.get(user.id, {}).get(service.id, Standing.COLD)


def of_team(team: Team, *, now: datetime) -> Grid:
    """The services that a team runs, by its people."""
    return _grid(team, list(db.session.scalars(_run_by(), {"team_id": team.id})), now)


@kept
def _run_by() -> Select[Service]:
    return queries.services().where(Service.team_id == bindparam("team_id"))


def of_all_services(team: Team, *, now: datetime) -> Grid:
    """All services that are run, by the people of one team."""
    return _grid(team, list(db.session.scalars(queries.services())), now)


def _grid(team: Team, services: Sequence[Service], now: datetime) -> Grid:
    members = db.session.scalars(teams.members_of(team))
    # Who is on leave is left out, not marked.
    people = [row.user for row in members if row.user.state is UserState.ACTIVE]
    standings = queries.standings_of([person.id for person in people], now)
    return Grid(people, services, standings, listing.ready_counts(now))
