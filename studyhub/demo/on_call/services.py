"""The services of the demo's teams: what is peculiar to each, and who can be left alone with it."""

import tomllib
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from studyhub.db import db
from studyhub.demo.stage import Stage
from studyhub.notes.text import markdown
from studyhub.people.models import User
from studyhub.services import keeping, quirks, readying
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.services.quirks import Words
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Team

DATA = Path(__file__).parents[1] / "data" / "services.toml"
KEEPER = "katagiri.shuji"
MADE = timedelta(days=390)
STALE = relativedelta(months=8)
POOL, SHADOWED, PRACTISED = timedelta(days=380), timedelta(days=20), timedelta(days=9)
# Whoever is ready practises again before it goes stale.
AGAIN = timedelta(days=220), timedelta(days=60)
# An hour ago, where a quirk was written this month.
LATELY = timedelta(hours=1)


def begin(stage: Stage) -> None:
    """Let each service be made, written about and practised at its time."""
    stage.person(KEEPER).is_rota_keeper = stage.person("admin").is_rota_keeper = True
    for told in tomllib.loads(DATA.read_text(encoding="utf-8"))["service"]:
        stage.timeline.at(stage.now - MADE, partial(_make, stage, told))


def _make(stage: Stage, told: dict[str, Any], *, now: datetime) -> None:
    by, timeline = stage.administrators[-1], stage.timeline
    service = keeping.create(_described(stage, told), by=by, now=now)
    for quirk in told.get("quirk", ()):
        written = stage.now - LATELY - relativedelta(months=quirk["months"])
        timeline.at(written, partial(_write, service, quirk, stage.person(quirk["author"])))
    people = {key: [stage.person(name) for name in told.get(key, ())] for key in ("ready", "stale", "shadowing")}
    signer = people["ready"][0]
    for user in people["stale"]:
        timeline.at(stage.now - STALE, partial(_sign_off, service, user, ReadinessState.READY, signer))
    ready = [user.id for user in people["ready"]]
    timeline.at(stage.now - POOL, partial(readying.tick, service, ready, by=stage.person(KEEPER)))
    for ago in AGAIN:
        for user in people["ready"]:
            other = next(one for one in people["ready"] if one is not user) if len(ready) > 1 else stage.person(KEEPER)
            timeline.at(stage.now - ago, partial(_sign_off, service, user, ReadinessState.READY, other))
    for user in people["shadowing"]:
        timeline.at(stage.now - SHADOWED, partial(_sign_off, service, user, ReadinessState.SHADOWING, signer))
    for name in told.get("practising", ()):
        timeline.at(stage.now - PRACTISED, partial(readying.begin, service, stage.person(name)))


def _described(stage: Stage, told: dict[str, Any]) -> Described:
    team = db.session.scalars(select(Team).where(Team.name == told["team"])).one()
    name = told["name"]
    return Described(
        team.id,
        name,
        told["summary"],
        f"https://wiki.example.com/runbooks/{name}" if told.get("has_runbook", True) else "",
        f"https://grafana.example.com/d/{name}",
        f"https://git.example.com/{name}",
        stage.person(told["contact"]).id if "contact" in told else None,
        told["handle"],
    )


def _write(service: Service, quirk: dict[str, Any], author: User, *, now: datetime) -> None:
    body = quirk["body"].strip()
    html = markdown.render_inside(body, prefix=f"quirk-{service.id}-{quirk['months']}")
    quirks.write(service, Words(quirk["title"], body, html), by=author, now=now)


def _sign_off(service: Service, user: User, state: ReadinessState, signer: User, *, now: datetime) -> None:
    readying.sign_off(service, user, state, by=signer, now=now)
