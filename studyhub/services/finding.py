"""Finding a service in a hurry: a few of them, each with what to know first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists

from studyhub.db import db, kept
from studyhub.people.readers import READER
from studyhub.services import listing
from studyhub.services.listing import Asked
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.shown import Shown
from studyhub.teams.models import Membership, Team

FOUND_MAX = 8
SERVICE = Shown(
    Service, Service.id, Service.name, Service.contact_handle, Service.runbook_url, team=Shown(Team, Team.id, Team.name)
)
QUIRK = Shown(Quirk, Quirk.id, Quirk.service_id, head=Shown(QuirkRevision, QuirkRevision.id, QuirkRevision.title))


@dataclass(frozen=True)
class Found:
    """One service, and its quirks in order."""

    service: Service
    quirks: Sequence[Quirk]


def found(query: str, user_id: int) -> list[Found]:
    """At most eight services with these words, or any without; those of a person's own teams stand first."""
    if query:
        services = list(db.session.scalars(listing.matching(Asked(query)).limit(FOUND_MAX)))
    else:
        services = SERVICE.read(_own_first(), {"reader": user_id})
    quirks = _quirks({service.id for service in services})
    return [Found(service, quirks[service.id]) for service in services]


@kept
def _own_first() -> Select[*tuple[Any, ...]]:
    own = exists().where(Membership.user_id == READER, Membership.team_id == Service.team_id)
    rows = SERVICE.select().where(Service.retired_at.is_(None))
    return rows.order_by(own.desc(), Service.key).limit(FOUND_MAX)


def _quirks(service_ids: Collection[int]) -> dict[int, list[Quirk]]:
    by_service: dict[int, list[Quirk]] = defaultdict(list)
    for quirk in QUIRK.read(_quirks_of(), {"ids": list(service_ids)}):
        by_service[quirk.service_id].append(quirk)
    return by_service


@kept
def _quirks_of() -> Select[*tuple[Any, ...]]:
    rows = QUIRK.select().where(Quirk.service_id.in_(bindparam("ids", expanding=True)), Quirk.retired_at.is_(None))
    return rows.order_by(Quirk.position, Quirk.id)
