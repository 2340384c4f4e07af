"""A service of the team minne, which Aki leads."""

from typing import Any

import pytest

from studyhub.db import db
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast


def new_service(cast: Cast, name: str = "cart-api", **fields: Any) -> Service:
    """One more service of minne."""
    return keeping.create(Described(cast.team.id, name, **fields), by=cast.admin, now=NOON)


@pytest.fixture
def service(cast: Cast) -> Service:
    lead = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.aki.id)).one()
    lead.is_lead = True
    made = new_service(cast)
    db.session.commit()
    return made
