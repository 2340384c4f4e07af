"""Which shifts of others could be had for one's own, fairest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.rota.swaps import asking, held
from studyhub.rota.swaps.finding.situation import month_of, situation
from studyhub.rota.swaps.held import Duty

# Shifts proposed in return begin so long after this one at most; further away hardly anybody knows.
EXCHANGED_WITHIN = timedelta(days=42)
PAIRS_MAX = 20


@dataclass(frozen=True)
class Pair:
    """Somebody's shift that could be had for one's own.

    `points` and `shifts` are what they have in the month of one's own, `after` their points after the exchange.
    """

    theirs: Duty
    points: float
    after: float
    shifts: int


def exchanges(duty: Duty, *, now: datetime) -> list[Pair]:
    """The shifts to come of others who could have this one in its place, and whose own the giver could have.

    Whoever has fewest points after it comes first, then fewest shifts, then the soonest.
    """
    until = duty.ends_at + EXCHANGED_WITHIN
    others = [
        one
        for one in held.held(now, until)
        if one.starts_at > now and one.is_whole and one.user_id not in {None, duty.user_id}
    ]
    mine = asking.as_hours(duty)
    found = situation([mine, *(asking.as_hours(one) for one in others)], now=now)
    pairs = []
    for one in others:
        theirs = asking.as_hours(one)
        if one.user_id is None or duty.user_id is None or not found.finding(one.user_id, mine, without=[one]).is_free:
            continue
        if found.finding(duty.user_id, theirs, without=[duty]).is_free:
            pairs.append(_pair(duty, one, found.duties))
    return sorted(pairs, key=lambda pair: (round(pair.after, 3), pair.shifts, pair.theirs.starts_at))[:PAIRS_MAX]


def _pair(mine: Duty, theirs: Duty, duties: Sequence[Duty]) -> Pair:
    first, last = month_of(mine.day)
    of_month = [duty for duty in duties if duty.user_id == theirs.user_id and first <= duty.day <= last]
    points = sum(duty.points for duty in of_month)
    given = theirs.points if theirs in of_month else 0
    return Pair(theirs, points, points + mine.points - given, len(of_month))
