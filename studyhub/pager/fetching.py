"""A pager that reads a calendar: when it did so last is all that is known of it."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from studyhub.db import unhurried
from studyhub.pager import queries
from studyhub.pager.models import Pager, PagerKind

NOTED_EVERY = timedelta(minutes=1)


def note_now(pager: Pager, now: datetime) -> None:
    """Keep that it fetched the calendar at this moment. Does not commit."""
    pager.fetched_at = now


def note(now: datetime) -> None:
    """Keep that the calendar for it was fetched, in a transaction of its own that waits for nobody."""
    pager = queries.pager()
    if pager is None or pager.kind is not PagerKind.CALENDAR:
        return
    if pager.fetched_at is not None and now < pager.fetched_at + NOTED_EVERY:
        return
    free = select(Pager.id).with_for_update(skip_locked=True)
    fetched = update(Pager).where(Pager.id.in_(free.scalar_subquery())).values(fetched_at=now)
    with suppress(OperationalError), unhurried() as connection:
        connection.execute(fetched)
