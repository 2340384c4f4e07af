"""Which service an alert means: by its name, or by another name that the owning team taught. Nothing here commits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from studyhub.alerts import grouping
from studyhub.alerts.models import Alert, AlertGroup, ServiceAlias
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery.rows import insert_or_update
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.text.cleaning import folded


class NameKnown(Exception):
    """A service of another team has this name, or was given it."""


def key_of(name: str) -> str:
    """What names are compared by."""
    return folded(name)


def services_of(names: Collection[str]) -> dict[str, int | None]:
    """The ids of services by the names that alerts have for them; None for names nobody knows."""
    keys = {key_of(name) for name in names}
    found = _by_key(keys)
    return {name: found.get(key_of(name)) for name in names}


def _by_key(keys: Collection[str]) -> dict[str, int]:
    own = select(Service.key, Service.id).where(Service.key.in_(keys))
    taught = select(ServiceAlias.key, ServiceAlias.service_id).where(ServiceAlias.key.in_(keys))
    # A service's own name goes before what anybody taught.
    return {row[0]: row[1] for row in [*db.session.execute(taught), *db.session.execute(own)]}


def teach(name: str, service: Service, *, by: User, now: datetime) -> int:
    """Let a name mean a service, also for what rang until now; how many alerts got it. Raises NameKnown."""
    key = key_of(name)
    _require_unknown(key, service)
    row = {"key": key, "service_id": service.id, "taught_by_id": by.id, "taught_at": now}
    insert_or_update(ServiceAlias, [row], unique=["key"], changes="service_id")
    rules = set(db.session.scalars(select(Alert.rule).where(Alert.service_key == key, Alert.group_id.is_(None))))
    groups = grouping.group_ids({(service.id, rule) for rule in rules})
    count = sum(_give(key, rule, group_id) for (_service, rule), group_id in groups.items())
    trail.record("alert.named", service, by=by, now=now, after={"name": name})
    return count


def _require_unknown(key: str, service: Service) -> None:
    known = _by_key({key}).get(key, service.id)
    team_id = db.session.scalar(select(Service.team_id).where(Service.id == known))
    if team_id != service.team_id:
        raise NameKnown


def _give(key: str, rule: str, group_id: int) -> int:
    theirs = update(Alert).where(Alert.service_key == key, Alert.rule == rule, Alert.group_id.is_(None))
    found = db.session.execute(theirs.values(group_id=group_id).returning(Alert.id))
    return len(found.all())


def forget(alias: ServiceAlias, *, by: User, now: datetime) -> None:
    """Let a name mean nothing again: its alerts have no service until somebody says better."""
    of_service = select(AlertGroup.id).where(AlertGroup.service_id == alias.service_id)
    theirs = update(Alert).where(Alert.service_key == alias.key, Alert.group_id.in_(of_service))
    db.session.execute(theirs.values(group_id=None))
    trail.record("alert.unnamed", alias.service, by=by, now=now, before={"name": alias.key})
    db.session.delete(alias)
