"""In which periods somebody was on leave for long: such a month is hatched, for it was no empty one."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from studyhub import zones
from studyhub.audit.models import AuditEvent
from studyhub.contributions.ledger.spans import Span
from studyhub.db import db
from studyhub.people.models import User, UserState


def periods(person: User, span: Span, zone: str, *, now: datetime) -> frozenset[int]:
    """The numbers of the periods of which somebody was on leave for half of the days or more."""
    spans = list(_spans(person, zone, now))
    return frozenset(
        number
        for number, (first, after) in enumerate(span.periods)
        if 2 * sum(_common(first, after, *one) for one in spans) >= (after - first).days
    )


def _common(first: date, after: date, begins: date, ends: date) -> int:
    return max(0, (min(after, ends) - max(first, begins)).days)


def _spans(person: User, zone: str, now: datetime) -> Iterator[tuple[date, date]]:
    """Spans of leave, the day after the last of each; one that goes on ends today."""
    began: date | None = None
    for at, after in db.session.execute(_moves(person.id)):
        day = zones.in_zone(at, zone).date()
        if began is not None:
            yield began, day
            began = None
        if (after or {}).get("state") == UserState.ON_LEAVE:
            began = day
    if began is not None:
        yield began, zones.in_zone(now, zone).date()


def _moves(user_id: int) -> Select[*tuple[Any, ...]]:
    rows = select(AuditEvent.at, AuditEvent.after)
    rows = rows.where(AuditEvent.subject_kind == User.__tablename__, AuditEvent.subject_id == user_id)
    return rows.where(AuditEvent.action == "user.moved").order_by(AuditEvent.at, AuditEvent.id)
