"""Noticing what happened: a step is done by it, and a night that was shadowed counts. The worker looks.

Rules: docs/rules.md, Path. Nothing here commits.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.paths import happened
from studyhub.paths.models import ShadowNight
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.services import readying

# Whoever has the night is told so long before it who goes along: by then it rarely changes hands.
TOLD_BEFORE = timedelta(hours=24)


def notice(now: datetime) -> None:
    """Count the nights that were shadowed, and let what happened do its steps."""
    for shadow in happened.shadowed_until(now):
        _count(shadow, now)
    if not happened.is_any_open():
        return
    for statement in happened.STATEMENTS:
        for step, at in db.session.execute(statement(), {"now": now}):
            if step.done_at is None:
                step.done_at = at


def _count(shadow: ShadowNight, now: datetime) -> None:
    path = shadow.path
    if path.user.is_member:
        with suppress(readying.ServiceGone):
            readying.shadowed(path.service, path.user, now=shadow.ends_at)
    shadow.counted_at = now


def tell_of_shadows(now: datetime) -> None:
    """Tell whoever is called first in a night who goes along, once a person and night."""
    for shadow in happened.shadows_between(now, now + TOLD_BEFORE):
        duties = held.held(shadow.starts_at, shadow.ends_at, role=Role.PRIMARY)
        payload = {"person": shadow.path.user.name, "starts_at": shadow.starts_at.isoformat()}
        key = f"shadow_tomorrow:{shadow.id}"
        messages = [(duty.user, key, payload) for duty in duties if duty.user is not None]
        outbox.add_many("shadow_tomorrow", outbox.without_told(messages), now=now)
