"""A year and a half of nights on the demo's rota: what was lived through, and what is published beyond today."""

from datetime import date, datetime, timedelta
from functools import partial

from studyhub import zones
from studyhub.demo.on_call import collecting, swaps
from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import Stage
from studyhub.people.models import User
from studyhub.rota import drafting, publishing, queries
from studyhub.rota.models import Rota
from studyhub.settings import organization

# Two rotas, one after the other: when each is planned, from how many days later on, and for how many.
FIRST_PLANNED, SECOND_PLANNED = timedelta(days=374), timedelta(days=45)
AFTER, FIRST_DAYS, SECOND_DAYS = 4, 329, 182
PUBLISHED_AFTER, PLANNED_AGAIN = timedelta(days=2), timedelta(hours=20)


def begin(stage: Stage) -> None:
    """Let the keeper plan one rota after the other, and people swap and note their days away."""
    keeper = stage.person(KEEPER)
    stage.timeline.at(stage.now - FIRST_PLANNED, partial(_plan, stage, keeper, FIRST_DAYS))
    stage.timeline.at(stage.now - SECOND_PLANNED, partial(_plan, stage, keeper, SECOND_DAYS))
    swaps.begin(stage)
    collecting.begin(stage)


def _plan(stage: Stage, keeper: User, days: int, *, now: datetime) -> None:
    first = zones.in_zone(now, organization.current().time_zone).date() + timedelta(days=AFTER)
    last = first + timedelta(days=days - 1)
    rota = drafting.make(f"{_month(first)}〜{_month(last)}の当番表", first, last, by=keeper, now=now)
    drafting.draft(rota, by=keeper, now=now)
    stage.timeline.at(now + PUBLISHED_AFTER, partial(_publish, rota, keeper))
    if days == SECOND_DAYS:
        stage.timeline.at(stage.now - PLANNED_AGAIN, partial(_plan_again, rota, keeper))


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _publish(rota: Rota, keeper: User, *, now: datetime) -> None:
    draft = queries.open_draft(rota)
    if draft is not None:
        publishing.publish(draft, by=keeper, now=now)


def _plan_again(rota: Rota, keeper: User, *, now: datetime) -> None:
    drafting.plan_anew(rota, by=keeper, now=now)
