"""A year of alerts in the demo: what rang, who acted, what teams decided, and a file from before."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from studyhub import zones
from studyhub.alerts import acting, naming
from studyhub.alerts.grouping import group_ids
from studyhub.alerts.incoming import importing, intakes, taking
from studyhub.alerts.incoming.firings import Firing, identity_of
from studyhub.alerts.models import Alert, AlertGroup, AlertSource, DecisionKind, IntakeKind
from studyhub.alerts.reviewing import deciding
from studyhub.alerts.reviewing.deciding import Decided
from studyhub.db import db
from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import SEED, Stage
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.services.models import Service
from studyhub.settings import organization
from studyhub.teams import queries as teams

DATA = Path(__file__).parents[1] / "data"
MONTH = timedelta(days=30)
TOLD, IMPORTED, NAMED = timedelta(days=366), timedelta(days=35), timedelta(days=34)
SAID_WITHIN = timedelta(minutes=50)
# Names in the file that mean services of the demo; the others wait for a team to say which.
ALIASES = {
    "market-web": "minne-web",
    "market-db": "minne-web",
    "market-search": "minne-search",
    "market-payment": "payment-gateway",
    "goods-render": "print-queue",
    "shop-admin": "cart-api",
    "shop-search": "cart-api",
    "cart-db": "cart-api",
    "hosting-web": "site-router",
    "hosting-mysql": "site-router",
    "etl-nightly": "event-pipeline",
    "k8s-prod": "deploy-runner",
}


def begin(stage: Stage) -> None:
    """Let what rang come in month by month, be acted on and decided about, and a file of earlier ones."""
    keeper, timeline = stage.person(KEEPER), stage.timeline
    timeline.at(stage.now - TOLD, partial(_make_address, keeper))
    told = tomllib.loads((DATA / "ringing.toml").read_text(encoding="utf-8"))["rule"]
    # Chance of its own: what else happens in the demo stays as it is.
    chance = Random(SEED)  # noqa: S311 -- nothing secret depends on it
    for rule in told:
        for ago, count in enumerate(reversed(rule["monthly"])):
            until = stage.now - ago * MONTH
            timeline.at(until - timedelta(minutes=1), partial(_ring, rule, count, until, chance))
        if "decided" in rule:
            timeline.at(stage.now - timedelta(days=rule["decided"]), partial(_decide, rule))
    timeline.at(stage.now - IMPORTED, partial(_import, keeper, stage.now - IMPORTED))
    timeline.at(stage.now - NAMED, _name)


def _make_address(keeper: User, *, now: datetime) -> None:
    intakes.create("Alertmanager", IntakeKind.ALERTMANAGER, {}, by=keeper, now=now)


def _service(name: str) -> Service:
    return db.session.scalars(select(Service).where(Service.name == name)).one()


def _people(service: Service) -> list[User]:
    """The team that runs it, its leads first."""
    return [row.user for row in db.session.scalars(teams.members_of(service.team))]


def _ring(rule: dict[str, Any], count: int, until: datetime, chance: Random, *, now: datetime) -> None:
    service = _service(rule["service"])
    firings = list(_firings(rule, count, until, chance))
    if not firings:
        return
    taking.take(firings, source=AlertSource.WEBHOOK, now=now)
    rows = select(Alert).where(Alert.identity.in_([firing.identity for firing in firings])).order_by(Alert.starts_at)
    team, on_duty = _people(service), held.held(until - MONTH, until, role=Role.PRIMARY)
    for alert in db.session.scalars(rows).all():
        if chance.randrange(10) < rule["acted"]:
            actor = _on_duty(on_duty, alert.starts_at) or chance.choice(team)
            acting.act(alert, actor, rule.get("done", ""), by=actor, now=min(alert.starts_at + SAID_WITHIN, now))


def _on_duty(duties: Iterable[Duty], moment: datetime) -> User | None:
    """Whoever was called at a moment; None by day, when the team answers."""
    return next((duty.user for duty in duties if duty.starts_at <= moment < duty.ends_at), None)


def _firings(rule: dict[str, Any], count: int, until: datetime, chance: Random) -> Iterator[Firing]:
    zone, first = organization.current().time_zone, until.date() - MONTH
    for day in sorted(chance.sample(range(1, MONTH.days), count)):
        at = time(chance.choice(rule["hours"]), chance.randrange(3, 9))
        starts_at = zones.to_utc(first + timedelta(days=day), at, zone)
        ends_at = starts_at + timedelta(minutes=rule["minutes"] + chance.randrange(-2, 3))
        yield Firing(
            identity_of(rule["name"], starts_at.isoformat()),
            rule["name"],
            rule["service"],
            starts_at,
            ends_at,
            {"alertname": rule["name"], "service": rule["service"], "severity": "critical", "cluster": "prod"},
            summary=rule["summary"],
            source_url="https://prometheus.example.com/graph",
        )


def _decide(rule: dict[str, Any], *, now: datetime) -> None:
    service = _service(rule["service"])
    group_id = group_ids({(service.id, rule["name"])})[service.id, rule["name"]]
    by, *others = _people(service)
    due_on = now.date() + timedelta(days=rule["due"]) if "due" in rule else None
    decided = Decided(DecisionKind(rule["kind"]), rule["reason"], (others or [by])[0].id, due_on)
    deciding.decide(db.session.get_one(AlertGroup, group_id), decided, by=by, now=now)


def _import(keeper: User, until: datetime, *, now: datetime) -> None:
    importing.take(_moved(until.date()), by=keeper, now=now)


def _moved(until: date) -> bytes:
    """The file, moved by whole days so that its newest alert rang the day before."""
    records = json.loads((DATA / "alerts.json").read_bytes())
    newest = max(datetime.fromisoformat(record["startsAt"]).date() for record in records)
    moved = until - timedelta(days=1) - newest
    for record in records:
        for name in ("startsAt", "endsAt"):
            record[name] = (datetime.fromisoformat(record[name]) + moved).isoformat()
    return json.dumps(records).encode()


def _name(*, now: datetime) -> None:
    for name, meant in ALIASES.items():
        service = _service(meant)
        naming.teach(name, service, by=_people(service)[0], now=now)
