"""Asking on behalf of those who took hours over and cannot be there, as planning anew leaves them what was swapped."""

from collections.abc import Collection
from datetime import datetime

from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import asking, held, telling
from studyhub.rota.swaps.finding.situation import situation
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap


def ask_for_absent(shifts: Collection[Shift], *, by: User, now: datetime) -> list[Swap]:
    """Ask everybody who could take what somebody took over and has on a day away, or not being in the pool any more.

    Where nobody could, that is told loudly. Until somebody accepts they are on duty. Pressed again it asks only who
    could since. Returns the requests. Does not commit.
    """
    duties = [duty for of_shift in held.by_shift(shifts).values() for duty in of_shift]
    taken = [duty for duty in duties if duty.swap is not None and duty.user is not None and duty.starts_at > now]
    if not taken:
        return []
    found = situation([asking.as_hours(duty) for duty in taken], now=now)
    absent = [duty for duty in taken if duty.user and found.is_absent(duty.user.id, asking.as_hours(duty))]
    return [_ask(duty, duty.user, by=by, now=now) for duty in absent if duty.user]


def _ask(duty: Duty, giver: User, *, by: User, now: datetime) -> Swap:
    hours = asking.as_hours(duty)
    try:
        return asking.ask_everybody(hours, giver, by=by, now=now)
    except asking.NobodyCould:
        swap = asking.ask(hours, giver, [], by=by, now=now)
        telling.unanswered(swap, now=now)
        return swap
