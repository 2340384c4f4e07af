"""A test of the pager, at somebody's press. Nothing here commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from studyhub.config import Settings
from studyhub.pager import pagerduty, queries, signed, telling
from studyhub.pager.answering import Order, Outcome
from studyhub.pager.models import Pager, PagerKind
from studyhub.rota.planning.inputs import Role

# A thread that waits for a pager serves no page meanwhile.
_waiting = threading.BoundedSemaphore(1)


class Busy(Exception):
    """Another test is on its way."""


@contextmanager
def turn() -> Iterator[None]:
    """Be the test that may be on its way. Raises Busy."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _waiting.release()


def order(pager: Pager, settings: Settings, now: datetime) -> Order:
    """What a test asks: nothing is made, nobody is called."""
    return Order(
        kind=pager.kind,
        address=pager.address,
        secret=pager.secret,
        schedule=pager.primary_schedule or pager.secondary_schedule,
        span_id=0,
        role=Role.PRIMARY,
        starts_at=now,
        ends_at=now,
        person_id="",
        name="",
        email="",
        remote_id=None,
        is_withdrawal=False,
        is_again=False,
        now=now,
        internal=settings.internal_hosts,
    )


def ask(asked: Order) -> Outcome:
    """What the pager answers. May take some seconds: no transaction may be open."""
    return pagerduty.check(asked) if asked.kind is PagerKind.PAGERDUTY else signed.check(asked)


def note(outcome: Outcome, *, now: datetime) -> None:
    """Write down how a test went: one that went well lets everything be sent again."""
    pager = queries.locked()
    if pager is None:
        return
    if outcome.trouble is None:
        telling.answered(pager, now)
    else:
        pager.trouble, pager.said, pager.failed_at = outcome.trouble, outcome.said, now
