"""Finding a service in a hurry: a few of them, each with what to know first."""

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, select

from studyhub.db import db, kept
from studyhub.people.readers import READER
from studyhub.services import listing
from studyhub.services.listing import Asked
from studyhub.services.models import Quirk, QuirkRevision, Service
from studyhub.teams.models import Membership, Team

FOUND_MAX = 8


class Found(NamedTuple):
    """One service with its team's name, how many quirks it has, and the title of the first (None: it has none)."""

    id: int
    name: str
    contact_handle: str
    runbook_url: str
    team: str
    quirks: int
    know_first: str | None


def found(query: str, user_id: int) -> list[Found]:
    """At most eight services with these words, or any without; those of a person's own teams stand first."""
    if query:
        rows = db.session.execute(_shown(listing.matching(Asked(query))))
    else:
        rows = db.session.execute(_own_first(), {"reader": user_id})
    return [Found(*row) for row in rows.all()]


@kept
def _own_first() -> Select[*tuple[Any, ...]]:
    own = exists().where(Membership.user_id == READER, Membership.team_id == Service.team_id)
    rows = select(Service).where(Service.retired_at.is_(None))
    return _shown(rows.order_by(own.desc(), Service.key))


def _shown(services: Select[Service]) -> Select[*tuple[Any, ...]]:
    """What of some services is shown; as columns, for somebody waits in the night."""
    there = Quirk.service_id == Service.id, Quirk.retired_at.is_(None)
    count = select(func.count()).select_from(Quirk).where(*there).correlate(Service)
    head = and_(QuirkRevision.quirk_id == Quirk.id, QuirkRevision.number == Quirk.head_number)
    first = select(QuirkRevision.title).join(Quirk, head).where(*there).correlate(Service)
    first = first.order_by(Quirk.position, Quirk.id).limit(1)
    own = Service.id, Service.name, Service.contact_handle, Service.runbook_url
    rows = services.join(Team, Team.id == Service.team_id)
    return rows.with_only_columns(*own, Team.name, count.scalar_subquery(), first.scalar_subquery()).limit(FOUND_MAX)
