"""What the pager has to be told, so that it calls whoever is on duty: plain values, without the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from studyhub.pager.models import PagerSpan
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps.held import Duty


class Span(NamedTuple):
    """Hours of a role in which somebody is to be called."""

    starts_at: datetime
    ends_at: datetime
    role: Role
    user_id: int


class Differences(NamedTuple):
    """Spans to ask for, and those to take back; what replaces another is asked for before that goes."""

    create: list[Span]
    withdraw: list[PagerSpan]


def differences(held: Iterable[Duty], told: Iterable[PagerSpan], now: datetime) -> Differences:
    """What is to come or runs, and is not as the pager was told. Hours that nobody has are nobody's to be called."""
    wanted = {
        Span(duty.starts_at, duty.ends_at, duty.role, duty.user_id)
        for duty in held
        if duty.user_id is not None and duty.ends_at > now
    }
    standing = {_of(one): one for one in told if one.withdraw_at is None and one.ends_at > now}
    withdraw = [one for span, one in sorted(standing.items()) if span not in wanted]
    return Differences(sorted(wanted - standing.keys()), withdraw)


def _of(told: PagerSpan) -> Span:
    return Span(told.starts_at, told.ends_at, told.role, told.user_id)
