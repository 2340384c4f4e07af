"""Taking over what was handed on: whoever has the next shift says that it arrived. Rules: docs/rules.md, Hand-offs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.handoffs import queries
from studyhub.handoffs.models import Handoff
from studyhub.people.models import User
from studyhub.rota.swaps import held

# It is shown to whoever has the next shift from shortly before its beginning until half a day into it.
BEFORE, WITHIN = timedelta(hours=1), timedelta(hours=12)


class NotNext(Exception):
    """Whoever asks does not have the shift after it, or has had it for half a day."""


def brought(user: User, *, now: datetime) -> list[Handoff]:
    """What is handed on to somebody whose hours begin or have just begun, and they have not taken yet."""
    return [one for one in _handed_to(user, now) if one.taken_at is None]


def can_take(handoff: Handoff, user: User, *, now: datetime) -> bool:
    """Whether it was handed on to somebody, as the last one before hours of theirs that begin or have just begun."""
    return any(one.id == handoff.id for one in _handed_to(user, now))


def _handed_to(user: User, now: datetime) -> list[Handoff]:
    """What others handed over last before hours of somebody that begin about now, taken or not."""
    since, until = now - WITHIN, now + BEFORE
    duties = held.held(since, until + timedelta.resolution, user_id=user.id)
    mine = [duty for duty in duties if since < duty.starts_at <= until]
    found = {one.id: one for duty in mine for one in queries.last_before(duty.starts_at)}
    return [one for one in found.values() if one.author_id != user.id]


def take(handoff: Handoff, *, by: User, now: datetime) -> None:
    """Say that it arrived. Pressing twice is harmless. Raises NotNext. Does not commit."""
    rows = select(Handoff).where(Handoff.id == handoff.id).with_for_update(of=Handoff)
    db.session.scalar(rows.execution_options(populate_existing=True))
    if handoff.taken_at is not None:
        return
    if not can_take(handoff, by, now=now):
        raise NotNext
    handoff.taken_at, handoff.taken_by_id = now, by.id
    trail.record("handoff.taken", handoff, by=by, now=now)


def burning_first(handoffs: Iterable[Handoff]) -> list[Handoff]:
    """Those that say that something burns before the others."""
    return sorted(handoffs, key=lambda one: not one.is_burning)
