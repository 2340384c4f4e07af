"""Making, changing and retiring services. Rules: docs/rules.md, Services. Nothing here commits."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.services import locking
from studyhub.services.models import Service, key_of
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Team

ANEW = {"populate_existing": True}


class NameTaken(Exception):
    """Another service has this name, in whatever case; one that is no more keeps its own."""


@dataclass(frozen=True)
class Described:
    """What is told of a service."""

    team_id: int
    name: str
    summary: str = ""
    runbook_url: str = ""
    dashboard_url: str = ""
    repository_url: str = ""
    contact_user_id: int | None = None
    contact_handle: str = ""


def create(described: Described, *, by: User, now: datetime) -> Service:
    """Make a service. Raises NameTaken, memberships.TeamClosed."""
    _require_open_team(described.team_id)
    _require_free(described.name)
    service = Service(**asdict(described), created_at=now)
    db.session.add(service)
    _flush()
    trail.record("service.created", service, by=by, now=now, after={"name": service.name, "team_id": service.team_id})
    return service


def change(service: Service, described: Described, *, by: User, now: datetime) -> None:
    """Describe a service anew; nothing is noted where nothing changes. Raises NameTaken, memberships.TeamClosed."""
    _require_open_team(described.team_id)
    locking.lock(service.id)
    _require_free(described.name, besides=service)
    wanted = asdict(described)
    before = {name: getattr(service, name) for name, value in wanted.items() if getattr(service, name) != value}
    if not before:
        return
    for name in before:
        setattr(service, name, wanted[name])
    _flush()
    told = {name: value for name, value in before.items() if name in ("name", "team_id")}
    service.changed_at = now
    trail.record("service.changed", service, by=by, now=now, before=told, after={name: wanted[name] for name in told})


def _require_open_team(team_id: int) -> None:
    # Held first, as by whoever closes or merges a team: a service must not come to a team that goes.
    team = db.session.scalar(select(Team).where(Team.id == team_id).with_for_update(), execution_options=ANEW)
    if team is None or team.closed_at is not None:
        raise TeamClosed


def _require_free(name: str, *, besides: Service | None = None) -> None:
    holder = db.session.scalar(select(Service.id).where(Service.key == key_of(name)))
    if holder is not None and (besides is None or holder != besides.id):
        raise NameTaken(name)


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError as taken:
        # Somebody else took the name at the same moment.
        raise NameTaken from taken


def retire(service: Service, *, by: User, now: datetime) -> None:
    """Say that a service is no more; all that was written of it stays. Pressing twice is harmless."""
    locking.lock(service.id)
    if service.retired_at is None:
        service.retired_at = now
        trail.record("service.retired", service, by=by, now=now)


def bring_back(service: Service, *, by: User, now: datetime) -> None:
    """Let a service be run again. Pressing twice is harmless."""
    locking.lock(service.id)
    if service.retired_at is not None:
        service.retired_at = None
        trail.record("service.brought_back", service, by=by, now=now)
