"""A service of the team minne, and a scenario of Aki's about it."""

import pytest

from studyhub.db import db
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill
from studyhub.services.models import Service
from tests.cast import Cast
from tests.drills.scenes import new_drill, new_scenario
from tests.services.conftest import new_service


@pytest.fixture
def service(cast: Cast) -> Service:
    made = new_service(cast)
    db.session.commit()
    return made


@pytest.fixture
def scenario(cast: Cast, service: Service) -> Scenario:
    return new_scenario(service, cast.aki)


@pytest.fixture
def drill(cast: Cast, scenario: Scenario) -> Drill:
    return new_drill(cast, scenario)
