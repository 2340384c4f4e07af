"""A newcomer of the demo, half-way to her first night: she has read and listened, and is to respond and to shadow."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from studyhub.db import db
from studyhub.demo.stage import Stage
from studyhub.paths import making, noticing, shadowing, stepping
from studyhub.paths.making import Wanted
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.rota import queries as rotas
from studyhub.services.models import Service

NEWCOMER, MENTOR, SERVICE = "awano.tsubasa", "niwa.akari", "goods-web"
MADE, READ, LISTENED, SET = timedelta(days=95), timedelta(days=88), timedelta(days=70), timedelta(days=4)
FIRST_NIGHT = timedelta(days=140)
# From the day on which the days are set anew.
AHEAD = {StepKind.RESPOND: 9, StepKind.SHADOW: 24, StepKind.NIGHT: 45}
SHADOWED_FROM = timedelta(days=14)


def begin(stage: Stage) -> None:
    """Let the mentor make the path, and the steps follow."""
    stage.timeline.at(stage.now - MADE, partial(_make, stage))


def _make(stage: Stage, *, now: datetime) -> None:
    service = db.session.scalars(select(Service).where(Service.name == SERVICE)).one()
    newcomer, mentor = stage.person(NEWCOMER), stage.person(MENTOR)
    path = making.make(Wanted(newcomer, service, mentor, rotas.today(now) + FIRST_NIGHT), by=mentor, now=now)
    stage.timeline.at(stage.now - READ, partial(stepping.tick, path.step(StepKind.QUIRKS), by=newcomer))
    stage.timeline.at(stage.now - LISTENED, _notice)
    stage.timeline.at(stage.now - SET, partial(_set, stage, path))


def _notice(*, now: datetime) -> None:
    """As the worker does."""
    noticing.notice(now)


def _set(stage: Stage, path: Path, *, now: datetime) -> None:
    """The days that are left, and a night to shadow."""
    mentor = stage.person(MENTOR)
    due = {kind: rotas.today(now) + timedelta(days=days) for kind, days in AHEAD.items()}
    making.change(path, mentor, due, by=mentor, now=now)
    night = next((one for one in shadowing.nights(path, now) if one.starts_at > now + SHADOWED_FROM), None)
    if night is not None:
        shadowing.plan(path, night.shift_id, by=stage.person(NEWCOMER), now=now)
