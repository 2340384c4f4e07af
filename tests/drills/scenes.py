"""Scenarios as tests need them."""

from typing import Any

from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.scenarios import Kept, Told
from studyhub.people.models import User
from studyhub.services.models import Service
from tests.cast import NOON

SECRETS = {
    "symptom": "secretsymptom",
    "shows": "secretshows",
    "hints": "secrethint-1\nsecrethint-2",
    "cause": "secretcause",
    "fix": "secretfix",
    "source": "secretsource",
}
KEPT = Kept(**SECRETS)


def new_scenario(service: Service, by: User, title: str = "Replication stopped") -> Scenario:
    """A scenario of a service."""
    made = scenarios.write(Told(title, service.id), KEPT, by=by, now=NOON)
    db.session.commit()
    return made


def typed(service: Service, **fields: Any) -> dict[str, Any]:
    """What somebody types in the form."""
    return {"title": "Replication stopped", "service_id": service.id, "difficulty": "usual", **SECRETS, **fields}
