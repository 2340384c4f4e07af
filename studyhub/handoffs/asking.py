"""Whose hours end with a hand-off, from when on it can be written, and until when. Rules: docs/rules.md, Hand-offs.

Hours are pieces of shifts as they really are: of a night given away in part, each piece hands on to the next.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from studyhub.handoffs.models import Handoff
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty

# From some time before the end of the hours until half a day after it.
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=12)


def opens_at(duty: Duty) -> datetime:
    """From when on it is written; of an hour or less from its beginning on."""
    return max(duty.starts_at, duty.ends_at - BEFORE)


def closes_at(duty: Duty) -> datetime:
    """From when on nothing is written or changed any more."""
    return duty.ends_at + AFTER


def is_open(duty: Duty, now: datetime) -> bool:
    """Whether it can be written now."""
    return opens_at(duty) <= now < closes_at(duty)


def is_written(duty: Duty, handoffs: Iterable[Handoff]) -> bool:
    """Whether one of these is of these hours, whoever moved their borders since."""
    return any(is_of(one, duty) for one in handoffs)


def is_of(handoff: Handoff, duty: Duty) -> bool:
    """Whether a hand-off is of these hours and of whoever has them."""
    is_theirs = handoff.shift_id == duty.shift.id and handoff.author_id == duty.user_id
    return is_theirs and handoff.starts_at < duty.ends_at and duty.starts_at < handoff.ends_at


def asked(duties: Collection[Duty]) -> list[Duty]:
    """Those of some hours whose end asks for a hand-off: all that touch their ends have to be among them.

    The primary one is asked; the secondary one where nobody has the primary hours. Whoever goes on without a break is
    asked at their end.
    """
    return [duty for duty in duties if duty.user is not None and _is_asked(duty, duties)]


def _is_asked(duty: Duty, duties: Iterable[Duty]) -> bool:
    beside = [one for one in duties if one.starts_at < duty.ends_at <= one.ends_at and one.role is Role.PRIMARY]
    is_first = duty.role is Role.PRIMARY or all(one.user is None for one in beside)
    goes_on = any(one.starts_at == duty.ends_at and one.user_id == duty.user_id for one in duties)
    return is_first and not goes_on


def around(now: datetime) -> list[Duty]:
    """All hours for which it can be written now, with those beside and behind them. One statement."""
    return held.held(now - AFTER, now + BEFORE + timedelta.resolution)
