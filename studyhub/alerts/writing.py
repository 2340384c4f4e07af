"""Writing an alert down by hand. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.alerts import acting
from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing, identity_of
from studyhub.alerts.models import Alert, AlertSource
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.services.models import Service


@dataclass(frozen=True)
class Written:
    """What rang, from when on and how long, and whether whoever writes it did something about it."""

    rule: str
    starts_at: datetime
    lasted: timedelta
    has_acted: bool
    done: str = ""


def write(service: Service, written: Written, *, by: User, now: datetime) -> Alert:
    """Write an alert down; the same service, rule and moment are the same alert."""
    identity = identity_of("hand", str(service.id), written.rule, written.starts_at.isoformat())
    ends_at = min(written.starts_at + written.lasted, now)
    firing = Firing(identity, written.rule, service.name, written.starts_at, ends_at)
    taking.take([firing], source=AlertSource.HAND, now=now)
    rows = select(Alert).where(Alert.identity == identity).options(joinedload(Alert.group))
    alert = db.session.scalars(rows).one()
    trail.record("alert.written", alert, by=by, now=now)
    if written.has_acted:
        acting.act(alert, by, written.done, by=by, now=now)
    return alert
