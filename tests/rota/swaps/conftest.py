"""The first published night, whoever has no part of it, and who could take it."""

import pytest
from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from tests.cast import NOON


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published night, in the first role."""
    return db.session.scalars(select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()


@pytest.fixture
def others(night: Shift, crew: list[User]) -> list[User]:
    """Whoever has no part of that night."""
    busy = set(db.session.scalars(select(Shift.user_id).where(Shift.starts_at == night.starts_at)))
    return [one for one in crew if one.id not in busy]


@pytest.fixture
def hours(night: Shift) -> Hours:
    """All of that night."""
    return Hours(night, night.starts_at, night.ends_at)


@pytest.fixture
def giver(night: Shift) -> User:
    """Whoever it was published for."""
    assert night.user is not None
    return night.user


@pytest.fixture
def able(hours: Hours, giver: User) -> list[User]:
    """Who could take it, fairest first."""
    return [offer.person for offer in candidates.offers(hours, giver.id, now=NOON).can]
