"""Scenarios and drills as tests need them."""

import secrets
from datetime import timedelta
from typing import Any

from studyhub.circles.models import CircleKind, Visibility
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, queries
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.scenarios import Kept, Told
from studyhub.meetings.changing import creating
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.services.models import Service
from tests.cast import NOON, Cast
from tests.meetings.scenes import meetings_of

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


def new_session(cast: Cast, title: str = "Training") -> Meeting:
    """A session of a circle of drills that Aki organises, at 19:00 of the day after NOON."""
    starts_at = NOON + timedelta(days=1, hours=7)
    new = creating.NewCircle(
        title=title,
        kind=CircleKind.DRILL,
        key=secrets.token_hex(8),
        visibility=Visibility.INSIDE,
        meetings=[creating.NewMeeting(starts_at, starts_at + timedelta(minutes=60))],
    )
    circle = creating.create(new, by=cast.aki, now=NOON)
    [made] = meetings_of(circle)
    return made


def new_drill(cast: Cast, scenario: Scenario) -> Drill:
    """A drill of Aki's on a scenario: Aki examines, Botan responds."""
    drill = casting.plan(new_session(cast), scenario, Played(cast.aki, cast.botan), by=cast.aki, now=NOON)
    db.session.commit()
    return drill


def record_of(drill: Drill) -> list[tuple[str, str]]:
    """What stands in the record of a drill, in order: what happened, and in which words."""
    return [(one.kind.value, one.text) for one in reversed(queries.events_of(drill))]
