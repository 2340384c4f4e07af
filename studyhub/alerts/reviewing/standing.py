"""Where a group stands: to be decided, decided, or decided and back. Knows no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from studyhub.alerts.models import AlertDecision, DecisionKind
from studyhub.alerts.queries import Ring

# Whoever keeps an alert, or makes a drill of it, wanted to be asked again on that day; the others wanted it quiet.
ASKED_AGAIN = frozenset({DecisionKind.KEEP, DecisionKind.DRILL})
COMPARED_AT_MOST, COMPARED_AT_LEAST = timedelta(days=90), timedelta(days=1)


class Standing(StrEnum):
    """Whether something is to be decided about a group."""

    OPEN = "open"
    DECIDED = "decided"
    OVERDUE = "overdue"


def standing(decision: AlertDecision | None, last_at: datetime | None, today: date) -> Standing:
    """Where a group stands that rang last at a moment. A day that has passed brings it back where it still rings."""
    if decision is None:
        return Standing.OPEN
    if decision.due_on is None or decision.due_on >= today:
        return Standing.DECIDED
    rings_on = last_at is not None and last_at.date() > decision.due_on
    return Standing.OVERDUE if rings_on or decision.kind in ASKED_AGAIN else Standing.DECIDED


@dataclass(frozen=True)
class Change:
    """How often it rang in as many days before a decision as after it."""

    days: int
    before: int
    after: int


def change(decision: AlertDecision, rings: Sequence[Ring], now: datetime) -> Change | None:
    """Whether it got better since a decision; None on its first day."""
    span = min(now - decision.decided_at, COMPARED_AT_MOST)
    if span < COMPARED_AT_LEAST:
        return None
    span = timedelta(days=span.days)
    since, until = decision.decided_at - span, decision.decided_at + span
    before = sum(since <= ring.starts_at < decision.decided_at for ring in rings)
    after = sum(decision.decided_at <= ring.starts_at < until for ring in rings)
    return Change(span.days, before, after)
