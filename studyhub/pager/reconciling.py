"""What the worker looks for once a minute: whether the pager knows who is on duty. Nothing here commits."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from studyhub.db import db
from studyhub.pager import queries
from studyhub.pager.differences import Differences, Span, differences
from studyhub.pager.models import Pager, PagerSpan
from studyhub.rota.swaps import held

KEPT = timedelta(days=90)


def look(now: datetime) -> None:
    """Note what the pager has to be told of the days to come; of two workers one waits, and finds it noted."""
    known = queries.pager()
    if known is None or not any(_found(known, now)):
        return
    # What was read before the lock is old.
    pager = queries.locked()
    if pager is not None:
        _note(_found(pager, now), now)


def _found(pager: Pager, now: datetime) -> Differences:
    until = now + timedelta(days=pager.days_ahead)
    duties = [duty for duty in held.held(now, until) if pager.follows(duty.role)]
    return differences(duties, queries.told(now, until), now)


def _note(found: Differences, now: datetime) -> None:
    for told in found.withdraw:
        if told.attempts:
            told.withdraw_at, told.rests_until = now, None
        else:
            # The pager never heard of it.
            db.session.delete(told)
    db.session.flush()
    db.session.add_all(_row(span) for span in found.create)


def _row(span: Span) -> PagerSpan:
    return PagerSpan(role=span.role, starts_at=span.starts_at, ends_at=span.ends_at, user_id=span.user_id)


def forget_old(now: datetime) -> None:
    """Forget what was told of hours long ago."""
    db.session.execute(delete(PagerSpan).where(PagerSpan.ends_at < now - KEPT))


TICKS = (look, forget_old)
