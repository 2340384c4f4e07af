"""A shift drawn as its hours: what somebody gave away, or is about to, stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.rota.models import Shift
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty

AN_HOUR = timedelta(hours=1)
# So many of the moments are written below: start, two thirds between, end.
PARTS = 3


@dataclass(frozen=True)
class Spine:
    """The hours of a shift in order: `done` as published, `lent` by a swap, `open` vacant; moments to write below."""

    states: list[str]
    moments: list[datetime]


def of_duties(shift: Shift, duties: Sequence[Duty]) -> Spine | None:
    """Who has which hours; None where one person has all of them."""
    return _spine(shift, [(duty, _state(duty)) for duty in duties]) if len(duties) > 1 else None


def of_part(hours: Hours) -> Spine | None:
    """Hours that may be given away, among those of their shift; None where they are all of it."""
    shift = hours.shift
    is_whole = (hours.starts_at, hours.ends_at) == (shift.starts_at, shift.ends_at)
    return None if is_whole else _spine(shift, [(hours, "lent")])


def _state(duty: Duty) -> str:
    if duty.user is None:
        return "open"
    return "lent" if duty.swap else "done"


def _spine(shift: Shift, parts: Sequence[tuple[Duty | Hours, str]]) -> Spine:
    """An hour that belongs to several parts shows what stands out."""
    count = -(-(shift.ends_at - shift.starts_at) // AN_HOUR)
    starts = [shift.starts_at + number * AN_HOUR for number in range(count)]
    within = (
        {state for one, state in parts if one.starts_at < start + AN_HOUR and start < one.ends_at} for start in starts
    )
    states = [next((state for state in ("open", "lent") if state in found), "done") for found in within]
    moments = [shift.starts_at + count * number // PARTS * AN_HOUR for number in range(PARTS)]
    return Spine(states, [*moments, shift.ends_at])
