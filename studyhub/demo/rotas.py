"""A year of nights on the demo's rota: published some weeks ago, planned once more since."""

from datetime import datetime, timedelta
from functools import partial

from studyhub import zones
from studyhub.demo.on_call import KEEPER
from studyhub.demo.stage import Stage
from studyhub.people.models import User
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.models import Rota
from studyhub.settings import organization

# After the first pool was ticked.
PLANNED, PUBLISHED, PLANNED_AGAIN = timedelta(days=45), timedelta(days=43), timedelta(hours=20)
DAYS = 365


def begin(stage: Stage) -> None:
    """Let the keeper plan a year that began some weeks ago."""
    stage.timeline.at(stage.now - PLANNED, partial(_plan, stage, stage.person(KEEPER)))


def _plan(stage: Stage, keeper: User, *, now: datetime) -> None:
    first = zones.in_zone(now, organization.current().time_zone).date() + timedelta(days=4)
    last = first + timedelta(days=DAYS - 1)
    rota = drafting.make(f"{first.year}〜{last.year}年の当番表", first, last, by=keeper, now=now)
    drafting.draft(rota, by=keeper, now=now)
    stage.timeline.at(stage.now - PUBLISHED, partial(_publish, rota, keeper))
    stage.timeline.at(stage.now - PLANNED_AGAIN, partial(_plan_again, rota, keeper))


def _publish(rota: Rota, keeper: User, *, now: datetime) -> None:
    draft = queries.open_draft(rota)
    if draft is not None:
        publishing.publish(draft, by=keeper, now=now)


def _plan_again(rota: Rota, keeper: User, *, now: datetime) -> None:
    drafting.plan_anew(rota, by=keeper, now=now)
