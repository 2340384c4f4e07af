"""Twelve people of four teams who are ready for a service, and Kei, who keeps the rota."""

from datetime import date

import pytest

from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.models import Rota
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Membership, Team
from tests.cast import NOON, Cast

CREW = 12
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 20)


@pytest.fixture
def keeper(cast: Cast) -> User:
    kei = User(
        email="kei@example.com", name="Kei", state=UserState.ACTIVE, is_rota_keeper=True, language="en", created_at=NOON
    )
    db.session.add(kei)
    db.session.commit()
    return kei


@pytest.fixture
def crew(cast: Cast, keeper: User) -> list[User]:
    teams = [Team(slug=f"team-{number}", name=f"Team {number}") for number in range(4)]
    people = [
        User(email=f"crew-{number}@example.com", name=f"Crew {number:02}", state=UserState.ACTIVE, created_at=NOON)
        for number in range(CREW)
    ]
    db.session.add_all([*teams, *people])
    db.session.flush()
    service = keeping.create(Described(teams[0].id, "cart-api"), by=cast.admin, now=NOON)
    for number, person in enumerate(people):
        db.session.add(Membership(team_id=teams[number % 4].id, user_id=person.id, is_primary=True))
        ready = Readiness(service_id=service.id, user_id=person.id, state=ReadinessState.READY, since=NOON)
        ready.practised_at = ready.signed_off_at = NOON
        ready.signed_off_by_id = keeper.id
        db.session.add(ready)
    db.session.commit()
    return people


@pytest.fixture
def rota(crew: list[User], keeper: User) -> Rota:
    made = drafting.make("冬", FIRST, LAST, by=keeper, now=NOON)
    drafting.draft(made, by=keeper, now=NOON)
    db.session.commit()
    return made


@pytest.fixture
def published(rota: Rota, keeper: User) -> Rota:
    draft = queries.open_draft(rota)
    assert draft is not None
    publishing.publish(draft, by=keeper, now=NOON)
    db.session.commit()
    return rota
