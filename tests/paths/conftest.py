"""Botan's path for a service of minne, which Aki leads; Chika is the mentor."""

import pytest

from studyhub.db import db
from studyhub.paths import making
from studyhub.paths.models import Path
from studyhub.services.models import Service
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast
from tests.paths.scenes import wanted
from tests.services.conftest import new_service


@pytest.fixture
def service(cast: Cast) -> Service:
    lead = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.aki.id)).one()
    lead.is_lead = True
    made = new_service(cast)
    db.session.commit()
    return made


@pytest.fixture
def path(cast: Cast, service: Service) -> Path:
    made = making.make(wanted(cast, service), by=cast.chika, now=NOON)
    db.session.commit()
    return made
