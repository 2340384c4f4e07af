"""Asking others to take hours of one's shift; until one of them accepts, whoever asks stays on duty."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.explaining import Obstacle
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held, opening, queries
from studyhub.rota.swaps.finding.candidates import offers
from studyhub.rota.swaps.finding.situation import Finding, Hours, Situation, situation
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap, SwapKind


class NotHeld(Exception):
    """Whoever gives does not have all of these hours, or they are over."""


class NotRunning(Exception):
    """Somebody covers now only while the shift runs."""


class CannotTake(Exception):
    """Somebody, the first argument, is kept from hours by an obstacle, the second."""

    def __init__(self, person: User, obstacle: Obstacle) -> None:
        super().__init__(person, obstacle)
        self.person, self.obstacle = person, obstacle


class RestBroken(Exception):
    """Somebody, the first argument, would have too little rest, the second; it has to be confirmed by name."""

    def __init__(self, person: User, rest: timedelta) -> None:
        super().__init__(person, rest)
        self.person, self.rest = person, rest


class NobodyCould(Exception):
    """Nobody could take the hours as things stand."""


def ask(
    hours: Hours,
    giver: User,
    people: Sequence[User],
    *,
    by: User,
    now: datetime,
    words: str = "",
    confirmed: Collection[int] = (),
) -> Swap:
    """Ask people to take hours that somebody has; those who were asked before are asked once. Does not commit.

    `confirmed` are the ids of those whose too little rest was confirmed. Raises NotHeld, CannotTake, RestBroken, and
    `opening.Declined` where one of them said already that they cannot.
    """
    queries.lock()
    require_held(hours, giver, now=now)
    found = situation([hours], now=now)
    for person in people:
        require_free(found.finding(person.id, hours), person, confirmed)
    swap = opening.request(hours, giver, SwapKind.GIVE, by=by, now=now, words=words)
    opening.require_undeclined(swap, people)
    opening.add_asks(swap, people, by=by, now=now)
    return swap


def ask_everybody(hours: Hours, giver: User, *, by: User, now: datetime, words: str = "") -> Swap:
    """Ask everybody who could take hours, none of them with too little rest. Raises NotHeld, NobodyCould.

    Those who said already that they cannot are none of them.
    """
    queries.lock()
    require_held(hours, giver, now=now)
    swap = opening.known(hours, giver, SwapKind.GIVE)
    no = opening.declined(swap) if swap else {}
    people = [offer.person for offer in offers(hours, giver.id, now=now).can if offer.person.id not in no]
    if not people:
        raise NobodyCould
    swap = opening.request(hours, giver, SwapKind.GIVE, by=by, now=now, words=words)
    opening.add_asks(swap, people, by=by, now=now)
    return swap


def propose_exchange(
    mine: Duty, theirs: Duty, *, by: User, now: datetime, words: str = "", confirmed: Collection[int] = ()
) -> Swap:
    """Ask whoever has a whole shift to exchange it for a duty; asked twice it is one request. Does not commit.

    Raises NotHeld where one is vacant, over or running, or theirs a part, NobodyCould where one person has both,
    CannotTake, RestBroken, and `opening.Declined` where the other said already that they cannot.
    """
    queries.lock()
    giver, other = _person(mine), _person(theirs)
    if giver.id == other.id:
        # It would count as given and as taken, and move nothing.
        raise NobodyCould
    for duty in (mine, theirs):
        require_held(as_hours(duty), _person(duty), now=now)
        if duty.starts_at <= now:
            raise NotHeld
    if not theirs.is_whole:
        raise NotHeld
    require_exchange(mine, theirs, confirmed, now=now)
    said: dict[str, Any] = {"by": by, "now": now, "words": words, "in_return": theirs.shift}
    swap = opening.request(as_hours(mine), giver, SwapKind.EXCHANGE, **said)
    opening.require_undeclined(swap, [other])
    opening.add_asks(swap, [other], by=by, now=now)
    return swap


def require_exchange(mine: Duty, theirs: Duty, confirmed: Collection[int], *, now: datetime) -> None:
    """Raises CannotTake or RestBroken where one of two cannot have the other's duty in place of their own."""
    found = situation([as_hours(mine), as_hours(theirs)], now=now)
    for person, given, taken in ((_person(theirs), theirs, mine), (_person(mine), mine, theirs)):
        require_free(found.finding(person.id, as_hours(taken), without=[given]), person, confirmed)


def ask_to_cover(shift: Shift, giver: User, *, by: User, now: datetime, words: str = "") -> Swap:
    """Ask for somebody who takes over a shift that runs: whoever has the other role, or else all who could.

    All are asked some minutes later (`unanswered.remind`), or when that one declines (`answering.decline`). Raises
    NotRunning, NotHeld, and NobodyCould where nobody is left who could. Does not commit.
    """
    queries.lock()
    if not shift.starts_at <= now < shift.ends_at:
        raise NotRunning
    now = now.replace(microsecond=0)
    left = [duty for duty in held.of_shift(shift) if duty.user_id == giver.id and duty.starts_at <= now < duty.ends_at]
    if not left:
        raise NotHeld
    hours = Hours(shift, now, left[0].ends_at)
    swap = opening.known(hours, giver, SwapKind.COVER_NOW)
    no = opening.declined(swap) if swap else {}
    first = [person for person in beside(hours) if person.id not in no]
    could = (offer.person for offer in offers(hours, giver.id, now=now).can)
    people = first or [person for person in could if person.id not in no]
    if not people:
        raise NobodyCould
    swap = opening.request(hours, giver, SwapKind.COVER_NOW, by=by, now=now, words=words)
    opening.add_asks(swap, people, by=by, now=now)
    return swap


def ask_others(swap: Swap, *, now: datetime) -> bool:
    """Ask everybody else who could cover a shift that runs; whether there was anybody. Does not commit."""
    asked = {ask.user_id for ask in queries.asks_of([swap.id])}
    hours = Hours(swap.shift, max(swap.starts_at, now), swap.ends_at)
    people = [one.person for one in offers(hours, swap.giver_id, now=now).can if one.person.id not in asked]
    opening.add_asks(swap, people, by=swap.asked_by, now=now)
    return bool(people)


def beside(hours: Hours) -> list[User]:
    """Whoever has all of these hours in the other role."""
    duties = held.held(hours.starts_at, hours.ends_at, role=other_role(hours.shift))
    people = {duty.user for duty in duties}
    return [user for user in people if user is not None] if len(people) == 1 else []


def other_role(shift: Shift) -> Role:
    """The role beside the one of a shift."""
    return next(role for role in Role if role is not shift.role)


def as_hours(duty: Duty) -> Hours:
    """The hours of a duty."""
    return Hours(duty.shift, duty.starts_at, duty.ends_at)


def require_held(hours: Hours, giver: User | None, *, now: datetime) -> None:
    """Raises NotHeld unless somebody (None: nobody) has all of these hours and they are to come, or run."""
    if hours.ends_at <= now or not has_all(held.of_shift(hours.shift), hours, giver.id if giver else None):
        raise NotHeld


def has_all(duties: Sequence[Duty], hours: Hours, user_id: int | None) -> bool:
    """Whether somebody has hours without a gap, in one part or several."""
    mine = [duty for duty in duties if duty.user_id == user_id and hours.overlaps(duty)]
    return (
        bool(mine)
        and mine[0].starts_at <= hours.starts_at
        and hours.ends_at <= mine[-1].ends_at
        and all(one.ends_at == after.starts_at for one, after in pairwise(mine))
    )


def require_free(finding: Finding, person: User, confirmed: Collection[int]) -> None:
    """Raises CannotTake, or RestBroken where nobody confirmed that this person rests too little."""
    if finding.obstacle is None:
        return
    if finding.rest is None:
        raise CannotTake(person, finding.obstacle)
    if person.id not in confirmed:
        raise RestBroken(person, finding.rest)


def require_free_now(hours: Hours, person: User, confirmed: Collection[int], *, now: datetime) -> Situation:
    """As `require_free`, as things stand."""
    found = situation([hours], now=now)
    require_free(found.finding(person.id, hours), person, confirmed)
    return found


def _person(duty: Duty) -> User:
    if duty.user is None:
        raise NotHeld
    return duty.user
