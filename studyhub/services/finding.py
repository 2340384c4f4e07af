"""Finding a service in a hurry: a few of them, each with what to know first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.services import listing
from studyhub.services.listing import Asked
from studyhub.services.models import Quirk, Service
from studyhub.teams.models import Membership

FOUND_MAX = 8


@dataclass(frozen=True)
class Found:
    """One service, and its quirks in order."""

    service: Service
    quirks: Sequence[Quirk]


def found(query: str, user_id: int) -> list[Found]:
    """At most eight services with these words, or any without; those of a person's own teams stand first."""
    own = exists().where(Membership.user_id == user_id, Membership.team_id == Service.team_id)
    rows = listing.matching(Asked(query))
    if not query:
        rows = rows.order_by(None).order_by(own.desc(), Service.key)
    services = list(db.session.scalars(rows.limit(FOUND_MAX)))
    quirks = _quirks({service.id for service in services})
    return [Found(service, quirks[service.id]) for service in services]


def _quirks(service_ids: Collection[int]) -> dict[int, list[Quirk]]:
    rows = select(Quirk).where(Quirk.service_id.in_(service_ids), Quirk.retired_at.is_(None))
    by_service: dict[int, list[Quirk]] = defaultdict(list)
    for quirk in db.session.scalars(rows.options(joinedload(Quirk.head)).order_by(Quirk.position, Quirk.id)):
        by_service[quirk.service_id].append(quirk)
    return by_service
