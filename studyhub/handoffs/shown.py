"""What other pages show of hand-offs: who is on duty now, and one shift."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.handoffs import asking, queries
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.taking import burning_first
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.held import Duty


@dataclass(frozen=True)
class Now:
    """What was handed over last, what burns first; and the reader's hours that end without a hand-off."""

    last: Sequence[Handoff]
    asked: Duty | None


def now_page(reader: User, duties: Collection[Duty], *, now: datetime) -> Now:
    """What the page of who is on duty shows; `duties` are all that ran within half a day or run. One statement."""
    lately = queries.lately(now)
    last = [one for one in lately if one.ends_at == lately[0].ends_at]
    mine = [duty for duty in asking.asked(duties) if duty.user_id == reader.id and asking.is_open(duty, now)]
    asked = next((duty for duty in mine if not asking.is_written(duty, lately)), None)
    return Now(burning_first(last), asked)


@dataclass(frozen=True)
class OfShift:
    """What was handed on to a shift and what it handed on; and the reader's hours for which it can be written."""

    before: Sequence[Handoff]
    own: Sequence[Handoff]
    asked: Duty | None
    # What was handed on when the last hours ended, burns still; None: nothing was handed on lately.
    last_end: datetime | None


def shift_page(shift: Shift, reader: User, duties: Collection[Duty], *, now: datetime) -> OfShift:
    """What the page of a shift shows; `duties` are who has its hours."""
    own = queries.of_shift(shift)
    mine = [duty for duty in duties if duty.user_id == reader.id and asking.is_open(duty, now)]
    asked = next((duty for duty in mine if not asking.is_written(duty, own)), None)
    before = queries.last_before(shift.starts_at) if _is_next(shift, now) else []
    last_end = queries.last_end(now) if before or own else None
    return OfShift(before, own, asked, last_end)


def _is_next(shift: Shift, now: datetime) -> bool:
    """Whether it has begun, or nobody is on duty before it who may still hand something on."""
    return shift.starts_at <= now or not queries.is_somebody_on_duty_between(now, shift.starts_at)
