"""A service of the team minne, which Aki leads and Botan is in, and what rings for it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from studyhub.alerts import grouping
from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing, identity_of
from studyhub.alerts.models import Alert, AlertGroup, AlertSource
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.services import keeping
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast

SAMPLE = ROOT / "studyhub" / "demo" / "data" / "alerts.json"
MINUTES = timedelta(minutes=5)


@pytest.fixture
def service(cast: Cast) -> Service:
    lead = db.session.scalars(db.select(Membership).where(Membership.user_id == cast.aki.id)).one()
    lead.is_lead = True
    made = keeping.create(Described(cast.team.id, "market-db"), by=cast.admin, now=NOON)
    db.session.commit()
    return made


def record(starts_at: datetime = NOON, **changes: Any) -> dict[str, Any]:
    """One alert as Alertmanager's webhook tells it, still firing."""
    labels = {"alertname": "DiskFull", "service": "market-db", "severity": "warning"} | changes.pop("labels", {})
    told = {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": "The disk is full"},
        "startsAt": starts_at.isoformat(),
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "https://prometheus.example.com/graph",
        "fingerprint": identity_of(str(sorted(labels.items())))[:16],
    }
    return told | changes


def payload(*records: dict[str, Any]) -> dict[str, Any]:
    """What Alertmanager sends, version 4."""
    return {
        "version": "4",
        "groupKey": '{}:{alertname="DiskFull"}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "studyhub",
        "groupLabels": {},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "https://alertmanager.example.com",
        "alerts": list(records),
    }


def ring(service: Service, *starts: datetime, rule: str = "DiskFull") -> list[Alert]:
    """Let a rule of a service ring at some moments, for five minutes each."""
    firings = [
        Firing(identity_of(service.name, rule, str(start)), rule, service.name, start, start + MINUTES)
        for start in starts
    ]
    taking.take(firings, source=AlertSource.WEBHOOK, now=max(starts))
    rows = db.select(Alert).where(Alert.identity.in_([firing.identity for firing in firings]))
    return list(db.session.scalars(rows.order_by(Alert.starts_at)))


def group_of(service: Service, rule: str = "DiskFull") -> AlertGroup:
    """The group of a rule for a service."""
    group_id = grouping.group_ids({(service.id, rule)})[service.id, rule]
    return db.session.get_one(AlertGroup, group_id)
