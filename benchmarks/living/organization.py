"""The demo's people as an organisation with one rota: their number in a story, their teams, and who keeps the rota."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.population import populate
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.services import keeping, readying
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Team

# The demo's administrator answers for who is ready; everybody else is on the rota.
NOBODYS = "nobody signs in here"


@dataclass(frozen=True)
class Crew:
    """Everybody who is on the rota at some time, by their number in a story."""

    people: list[User]
    teams: list[str]
    service: Service
    keeper: User
    admin: User

    def number(self, user: User | None) -> int | None:
        """The number of somebody; None: nobody."""
        return None if user is None else self.people.index(user)

    def make_ready(self, numbers: Iterable[int], *, now: datetime) -> None:
        """Let these people have practised today."""
        for number in numbers:
            readying.sign_off(self.service, self.people[number], ReadinessState.READY, by=self.admin, now=now)


def gather(now: datetime) -> Crew:
    """Bring the demo's people into an empty database, with a service nobody is ready for yet. Does not commit."""
    stage = populate(password_hash=NOBODYS, kinds={}, now=now)
    db.session.flush()
    keeper, admin = stage.person(KEEPER), stage.person("admin")
    keeper.is_rota_keeper = True
    team = db.session.scalars(select(Team).order_by(Team.id).limit(1)).one()
    service = keeping.create(Described(team.id, "cart-api"), by=admin, now=now)
    people = sorted((user for user in stage.people.values() if user is not admin), key=lambda user: user.id)
    teams = queries.primary_teams([user.id for user in people])
    db.session.flush()
    return Crew(people, [teams[user.id] for user in people], service, keeper, admin)
