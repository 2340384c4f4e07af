"""People whom the pager would be told to call, and does not know."""

from collections.abc import Collection
from datetime import datetime, timedelta

from studyhub.pager import queries
from studyhub.pager.models import DAYS_MOST, PagerKind
from studyhub.people.models import User
from studyhub.rota import queries as rotas
from studyhub.rota.swaps import held
from studyhub.services import queries as services


def gaps(user_ids: Collection[int | None]) -> list[User]:
    """Those of these people who have no id in PagerDuty, by name; nobody where another pager or none is connected."""
    pager = queries.pager()
    if pager is None or pager.kind is not PagerKind.PAGERDUTY:
        return []
    return queries.people({one for one in user_ids if one is not None} - queries.remote_ids().keys())


def listed(now: datetime) -> list[User]:
    """Whoever may have to be named to the pager: who is ready, who has a shift soon, who has an id; by name."""
    ready = services.ready_people(now, services=rotas.rules().services_least)
    soon = {duty.user_id for duty in held.held(now, now + timedelta(days=DAYS_MOST)) if duty.user_id is not None}
    return queries.people(ready | soon | queries.remote_ids().keys())
