"""One span at a time, taken by one worker, told to the pager, and what became of it.

Nothing here commits but the end of reading. A worker that dies leaves its lease behind; when that runs out the span is
told again, after a look whether the pager has it already.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from studyhub.config import Settings
from studyhub.db import db, reading
from studyhub.delivery.mailing.leases import LEASE, pause_after
from studyhub.pager import failing, pagerduty, queries, signed
from studyhub.pager.answering import Order, Outcome, kept_secret
from studyhub.pager.models import Pager, PagerKind, PagerSpan
from studyhub.rota.planning.inputs import Role

# Somebody may be woken in vain meanwhile: no longer than this.
LONGEST_REST = timedelta(minutes=15)


class Taken(NamedTuple):
    """A span on its way: to be called, or not any more."""

    span_id: int
    leased_until: datetime
    is_withdrawal: bool
    is_again: bool


class ToPager:
    """The way to the pager, as `delivery.ways.Way` says it."""

    def is_due(self, now: datetime) -> bool:
        """Whether the pager can be told anything, and is to be."""
        return bool(db.session.scalar(select(queries.due(now).order_by(None).exists())))

    def take(self, now: datetime) -> Taken | None:
        """What is due first; None while another worker tells it something."""
        pager = queries.locked()
        span = db.session.scalar(queries.due(now).limit(1)) if pager else None
        if pager is None or span is None:
            return None
        pager.leased_until = now + LEASE
        is_again, span.attempts = span.attempts > 0, span.attempts + 1
        span.asked_at = span.asked_at or now
        return Taken(span.id, pager.leased_until, span.withdraw_at is not None, is_again)

    def carry(self, taken: Taken, settings: Settings, now: datetime) -> Outcome | None:
        """What the pager answered; None where there is nothing to tell any more."""
        with reading():
            try:
                pager, span = queries.pager(), db.session.get(PagerSpan, taken.span_id)
                order = order_of(pager, span, taken, settings, now) if pager and span else None
            finally:
                db.session.commit()
        if order is None:
            return None
        outcome = pagerduty.follow(order) if order.kind is PagerKind.PAGERDUTY else signed.follow(order)
        return kept_secret(outcome, order)

    def note(self, taken: Taken, outcome: Outcome | None, now: datetime) -> None:
        """Write down what became of it."""
        pager = queries.locked()
        if pager is None or pager.leased_until != taken.leased_until:
            return
        pager.leased_until = None
        span = db.session.get(PagerSpan, taken.span_id, with_for_update={"of": PagerSpan}, populate_existing=True)
        if span is None or outcome is None:
            return
        if outcome.trouble is None:
            _went_well(pager, span, taken, outcome, now)
        else:
            _failed(pager, span, outcome, now)


def order_of(pager: Pager, span: PagerSpan, taken: Taken, settings: Settings, now: datetime) -> Order:
    """Everything that is needed to tell the pager of a span."""
    return Order(
        kind=pager.kind,
        address=pager.address,
        secret=pager.secret,
        schedule=pager.schedule(span.role),
        span_id=span.id,
        role=Role(span.role),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        person_id=queries.remote_ids().get(span.user_id, ""),
        name=span.user.name,
        email=span.user.email,
        remote_id=span.remote_id,
        is_withdrawal=taken.is_withdrawal,
        is_again=taken.is_again,
        now=now,
        internal=settings.internal_hosts,
    )


def _went_well(pager: Pager, span: PagerSpan, taken: Taken, outcome: Outcome, now: datetime) -> None:
    if taken.is_withdrawal:
        span.gone_at = now
    else:
        span.confirmed_at, span.remote_id = now, outcome.remote_id
    span.trouble, span.said, span.rests_until = None, "", None
    answered(pager, now)


def answered(pager: Pager, now: datetime) -> None:
    """It did what it was asked: whatever was wrong with it is over."""
    pager.answered_at, pager.failures, pager.said = now, 0, ""
    pager.rests_until = pager.trouble = pager.failed_at = None


def _failed(pager: Pager, span: PagerSpan, outcome: Outcome, now: datetime) -> None:
    span.trouble, span.said, span.failed_at = outcome.trouble, outcome.said, now
    if outcome.is_of_all:
        pager.failures += 1
        pager.trouble, pager.said, pager.failed_at = outcome.trouble, outcome.said, now
        wanted = timedelta(seconds=outcome.wait_seconds or 0)
        pager.rests_until = now + max(min(pause_after(pager.failures), LONGEST_REST), wanted)
    else:
        span.rests_until = now + pause_after(span.attempts)
    failing.tell(pager, span, outcome, now)


WAYS = (ToPager(),)
