"""Whom the pager calls, for every page that says who is on duty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from studyhub.column_types import UtcDateTime
from studyhub.db import kept
from studyhub.pager import queries
from studyhub.pager.models import Pager, PagerKind, PagerSpan
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps.held import Duty
from studyhub.shown import Shown

MOMENT = bindparam("moment", type_=UtcDateTime())
PAGER = Shown(
    Pager, Pager.id, Pager.kind, Pager.primary_schedule, Pager.secondary_schedule, Pager.trouble, Pager.fetched_at
)
SPAN = Shown(
    PagerSpan,
    *(PagerSpan.id, PagerSpan.role, PagerSpan.user_id, PagerSpan.asked_at, PagerSpan.confirmed_at),
    *(PagerSpan.attempts, PagerSpan.trouble),
    user=Shown(User, User.id, User.name),
)


@dataclass(frozen=True)
class Call:
    """Whom the pager calls in a role at a moment; None: whomever its own schedule names, or nobody knows.

    `confirmed_at` is when it said so, where that is who is on duty. Until then `asked_at` is since when it is asked to
    follow, `attempts` how often it was, `trouble` why it does not. One that reads a calendar never confirms: of it is
    known when it fetched the calendar last.
    """

    kind: PagerKind
    user: User | None
    confirmed_at: datetime | None = None
    asked_at: datetime | None = None
    attempts: int = 0
    trouble: str | None = None
    fetched_at: datetime | None = None
    # Whether the hours changed hands since the calendar was fetched.
    is_behind: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether the pager said that it calls who is on duty."""
        return self.confirmed_at is not None


Calls = Mapping[Role, Call]


def calls(duties: Iterable[Duty], moment: datetime) -> Calls:
    """Whom the pager calls for these duties, which have a moment in common, by their role; empty without a pager.

    A role the pager knows nothing of is left out. One statement.
    """
    running = list(duties)
    found = PAGER.beside(SPAN, _around(), {"moment": moment}) if running else []
    if not found:
        return {}
    pager = found[0][0]
    spans = [span for _pager, span in found if span is not None]
    followed = [duty for duty in running if pager.kind is PagerKind.CALENDAR or pager.follows(duty.role)]
    return {duty.role: _call(pager, duty, [span for span in spans if span.role == duty.role]) for duty in followed}


def ahead(duties: Iterable[Duty], now: datetime) -> dict[Duty, Call]:
    """Whom the pager calls at the beginning of each of these duties, or now, as far as it is told that far ahead.

    Those that are over, that it is told of later, or never, are left out. At most two statements.
    """
    pager = queries.pager()
    if pager is None or pager.kind is PagerKind.CALENDAR:
        return {}
    until = now + timedelta(days=pager.days_ahead)
    soon = [duty for duty in duties if duty.ends_at > now and duty.starts_at < until and pager.follows(duty.role)]
    told = [span for span in queries.told(now, until) if span.gone_at is None] if soon else []
    return {duty: _call(pager, duty, _at(max(duty.starts_at, now), duty, told)) for duty in soon}


def _at(moment: datetime, duty: Duty, told: Iterable[PagerSpan]) -> list[PagerSpan]:
    return [span for span in told if span.role == duty.role and span.starts_at <= moment < span.ends_at]


@kept
def _around() -> Select[*tuple[Any, ...]]:
    covers = and_(PagerSpan.starts_at <= MOMENT, PagerSpan.ends_at > MOMENT, PagerSpan.gone_at.is_(None))
    rows = select(*PAGER.columns, *SPAN.columns).select_from(Pager).outerjoin(PagerSpan, covers)
    return SPAN.joined(rows).order_by(PagerSpan.id)


def _call(pager: Pager, duty: Duty, spans: list[PagerSpan]) -> Call:
    if pager.kind is PagerKind.CALENDAR:
        fetched_at, changed_at = pager.fetched_at, duty.shift.changed_at
        return Call(pager.kind, None, fetched_at=fetched_at, is_behind=fetched_at is None or fetched_at < changed_at)
    confirmed = [span for span in spans if span.confirmed_at is not None]
    # Of two of the same hours it follows the later one.
    last = max(confirmed, key=lambda span: (span.confirmed_at, span.id), default=None)
    if last is not None and last.user_id == duty.user_id:
        return Call(pager.kind, last.user, confirmed_at=last.confirmed_at)
    asked = next((span for span in spans if span.confirmed_at is None and span.user_id == duty.user_id), None)
    user = last.user if last is not None else None
    if asked is None:
        return Call(pager.kind, user)
    trouble = asked.trouble or pager.trouble
    return Call(pager.kind, user, asked_at=asked.asked_at, attempts=asked.attempts, trouble=trouble)
