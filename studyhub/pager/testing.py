"""A test of the pager, at somebody's press. Nothing here commits."""

from datetime import datetime

from studyhub.config import Settings
from studyhub.outgoing.turns import Turns
from studyhub.pager import pagerduty, queries, signed, telling
from studyhub.pager.answering import Order, Outcome, kept_secret
from studyhub.pager.models import Pager, PagerKind
from studyhub.rota.planning.inputs import Role

TURNS = Turns(1)


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
    outcome = pagerduty.check(asked) if asked.kind is PagerKind.PAGERDUTY else signed.check(asked)
    return kept_secret(outcome, asked)


def note(outcome: Outcome, *, now: datetime) -> None:
    """Write down how a test went: one that went well lets everything be sent again."""
    pager = queries.locked()
    if pager is None:
        return
    if outcome.trouble is None:
        telling.answered(pager, now)
    else:
        pager.trouble, pager.said, pager.failed_at = outcome.trouble, outcome.said, now
