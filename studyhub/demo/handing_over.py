"""Hand-offs of the demo's nights: what burnt, for how long, and that whoever came next received it."""

import tomllib
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlalchemy import select

from studyhub.db import db
from studyhub.demo.rotas import PUBLISHED
from studyhub.demo.stage import Stage
from studyhub.handoffs import taking, writing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import Words
from studyhub.notes.text import markdown
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.services.models import Service

DATA = Path(__file__).parent / "data" / "handoffs.toml"
A_MOMENT = timedelta(minutes=1)
BEFORE_THE_END, AFTER_THE_START = timedelta(minutes=20), timedelta(minutes=25)


def begin(stage: Stage) -> None:
    """Once the rota is published, let each night end with its hand-off."""
    stage.timeline.at(stage.now - PUBLISHED + A_MOMENT, partial(_plan, stage))


def _plan(stage: Stage, *, now: datetime) -> None:
    """The nights up to the last that is over or about to be: that one says that something burns."""
    rows = select(Shift).where(Shift.role == Role.PRIMARY, Shift.ends_at <= stage.now + BEFORE_THE_END)
    nights = list(db.session.scalars(rows.order_by(Shift.starts_at)))
    for night, told in zip(reversed(nights), cycle(_told()), strict=False):
        stage.timeline.at(night.ends_at - BEFORE_THE_END, partial(_hand_over, stage, night, told))


def _told() -> list[dict[str, Any]]:
    """What is handed over, from the newest night back; what goes on burning stands several times."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))["handoff"]
    return [told for told in found for _night in range(told.get("days", 1))]


def _hand_over(stage: Stage, night: Shift, told: dict[str, Any], *, now: datetime) -> None:
    duty = held.of_shift(night)[-1]
    if duty.user is None:
        return
    handoff = writing.write(night, _words(told, night), by=duty.user, now=now)
    coming = held.held(night.ends_at, night.ends_at + timedelta(days=1), role=Role.PRIMARY)
    later = next((one for one in coming if one.starts_at >= night.ends_at and one.user is not None), None)
    if later is not None and later.user is not None:
        stage.timeline.at(later.starts_at + AFTER_THE_START, partial(_take, handoff, later.user))


def _words(told: dict[str, Any], night: Shift) -> Words:
    body = told.get("body", "").strip()
    services = select(Service.id).where(Service.name.in_(told.get("services", ())))
    html = markdown.render_inside(body, prefix=f"handoff-{night.id}") if body else ""
    return Words(told.get("burns", ""), body, html, list(db.session.scalars(services)))


def _take(handoff: Handoff, by: User, *, now: datetime) -> None:
    if taking.can_take(handoff, by, now=now):
        taking.take(handoff, by=by, now=now)
