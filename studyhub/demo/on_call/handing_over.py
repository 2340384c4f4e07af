"""Hand-offs of the demo's nights: what burnt, for how long, and that whoever came next received it."""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.demo.on_call.rotas import FIRST_PLANNED, PUBLISHED_AFTER, SECOND_PLANNED
from studyhub.demo.stage import Stage
from studyhub.handoffs import queries, taking, writing
from studyhub.handoffs.asking import opens_at
from studyhub.handoffs.writing import Words
from studyhub.notes.text import markdown
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.services.models import Service

DATA = Path(__file__).parents[1] / "data" / "handoffs.toml"
A_MOMENT = timedelta(minutes=1)
BEFORE_THE_END, AFTER_THE_START = timedelta(minutes=20), timedelta(minutes=25)


def begin(stage: Stage) -> None:
    """Once each rota is published, let its nights end with a hand-off."""
    for planned in (FIRST_PLANNED, SECOND_PLANNED):
        published = stage.now - planned + PUBLISHED_AFTER
        stage.timeline.at(published + A_MOMENT, partial(_plan, stage))


def _plan(stage: Stage, *, now: datetime) -> None:
    """The nights of a rota up to the last that is over or about to be: that one says that something burns."""
    said, newest = _said(), select(func.max(Rota.id)).scalar_subquery()
    rows = select(Shift).where(Shift.role == Role.PRIMARY, Shift.starts_at > now, Shift.rota_id == newest)
    nights = list(db.session.scalars(rows.order_by(Shift.starts_at)))
    for night, following in zip_longest(nights, nights[1:]):
        ago = (stage.now + BEFORE_THE_END - night.ends_at).days
        if ago >= 0:
            stage.timeline.at(night.ends_at - BEFORE_THE_END, partial(_hand_over, night, said[ago % len(said)]))
            if following is not None:
                stage.timeline.at(following.starts_at + AFTER_THE_START, partial(_take, night, following))


def _said() -> list[Words]:
    """What is handed over, from the newest night back; what goes on burning stands several times."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))["handoff"]
    ids = dict(db.session.execute(select(Service.name, Service.id)).all())
    return [_words(told, ids) for told in found for _night in range(told.get("days", 1))]


def _words(told: dict[str, Any], ids: Mapping[str, int]) -> Words:
    body = told.get("body", "").strip()
    html = markdown.render_inside(body, prefix="handoff") if body else ""
    return Words(told.get("burns", ""), body, html, [ids[name] for name in told.get("services", ()) if name in ids])


def _hand_over(night: Shift, words: Words, *, now: datetime) -> None:
    """Whoever has the last hours writes it, if they had them long enough."""
    *_, duty = held.of_shift(night)
    if duty.user is not None and opens_at(duty) <= now:
        writing.write(night, words, by=duty.user, now=now)


def _take(night: Shift, following: Shift, *, now: datetime) -> None:
    first, *_ = held.of_shift(following)
    for handoff in queries.of_shifts([night.id]):
        with suppress(taking.NotNext):
            if first.user is not None:
                taking.take(handoff, by=first.user, now=now)
