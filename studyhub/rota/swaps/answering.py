"""Accepting, declining and taking back what was asked. The first who accepts has the hours."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import asking, held, queries, settling, telling
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind, SwapState


class Ended(Exception):
    """What was asked is taken, taken back, undone or begun."""


class NotAsked(Exception):
    """Somebody was not asked, or declined."""


def accept(swap: Swap, user: User, *, now: datetime, confirmed: Collection[int] = ()) -> None:
    """Take the hours that one was asked to take; pressing twice is harmless. Does not commit.

    Raises Ended where another was first, NotAsked, and CannotTake or RestBroken (`asking`) where things changed.
    """
    queries.lock()
    if swap.state is SwapState.ACCEPTED and swap.taker_id == user.id:
        return
    _require_asked(swap, user)
    _require_open(swap, now)
    if swap.kind is SwapKind.EXCHANGE:
        _exchange(swap, user, confirmed, now=now)
    elif swap.kind is SwapKind.COVER_NOW:
        _cover(swap, user, confirmed, now=now)
    else:
        asking.require_free_now(_hours(swap), user, confirmed, now=now)
        _give(swap, user, now=now)
    trail.record("swap.accepted", swap.shift, by=user, now=now, after=_names(swap, confirmed))
    settling.hand_over([swap.shift, *([swap.in_return] if swap.in_return else [])], now=now)
    telling.accepted(swap, now=now)


def decline(swap: Swap, user: User, *, now: datetime) -> None:
    """Say that one cannot this time; no reason is asked. Does not commit. Raises Ended, NotAsked."""
    queries.lock()
    ask = _require_asked(swap, user)
    if swap.state is not SwapState.ASKED:
        raise Ended
    ask.declined_at = now
    trail.record("swap.declined", swap.shift, by=user, now=now, before={"user_id": swap.giver_id})
    left = [one for one in queries.asks_of([swap.id]) if one.declined_at is None]
    # Where somebody is needed now, the others do not wait for the minutes that the first one has.
    goes_on = bool(left) or (swap.kind is SwapKind.COVER_NOW and asking.ask_others(swap, now=now))
    telling.declined(swap, user, is_last=not goes_on, now=now)


def withdraw(swap: Swap, *, by: User, now: datetime) -> None:
    """Take back what was asked; those who were asked are told. Does not commit. Raises Ended."""
    queries.lock()
    if swap.state is not SwapState.ASKED:
        raise Ended
    swap.withdrawn_at = now
    trail.record("swap.withdrawn", swap.shift, by=by, now=now, before={"user_id": swap.giver_id})
    telling.withdrawn(swap, by=by, now=now)


def take(hours: Hours, user: User, *, now: datetime, confirmed: Collection[int] = ()) -> Swap:
    """Take hours that nobody has, those of a shift that runs from now on. Does not commit.

    Raises NotHeld where they are not vacant any more, CannotTake, RestBroken (`asking`).
    """
    queries.lock()
    hours = Hours(hours.shift, max(hours.starts_at, now.replace(microsecond=0)), hours.ends_at)
    asking.require_held(hours, None, now=now)
    asking.require_free_now(hours, user, confirmed, now=now)
    span = {"starts_at": hours.starts_at, "ends_at": hours.ends_at, "asked_at": now, "accepted_at": now}
    swap = Swap(shift=hours.shift, kind=SwapKind.TAKE, taker=user, asked_by=user, **span)
    db.session.add(swap)
    trail.record("swap.accepted", hours.shift, by=user, now=now, after=_names(swap, confirmed))
    settling.hand_over([hours.shift], now=now)
    telling.accepted(swap, now=now)
    return swap


def _hours(swap: Swap) -> Hours:
    return Hours(swap.shift, swap.starts_at, swap.ends_at)


def _require_asked(swap: Swap, user: User) -> SwapAsk:
    ask = queries.ask_of(swap, user)
    if ask is None or ask.declined_at is not None:
        raise NotAsked
    return ask


def _require_open(swap: Swap, now: datetime) -> None:
    """What was asked ends when it begins; covering, which is asked while it runs, when it is over."""
    ends_at = swap.ends_at if swap.kind is SwapKind.COVER_NOW else swap.starts_at
    if swap.state is not SwapState.ASKED or ends_at <= now:
        raise Ended
    if not asking.has_all(held.of_shift(swap.shift), _hours(swap), swap.giver_id):
        raise Ended


def _give(swap: Swap, taker: User, *, now: datetime) -> None:
    swap.taker, swap.accepted_at = taker, now
    db.session.flush()


def _exchange(swap: Swap, user: User, confirmed: Collection[int], *, now: datetime) -> None:
    # Whoever gives may have more of the shift by now, before or after; that stays theirs, and they rest from it.
    mine = _duty_of(swap.shift, swap.giver_id, swap.starts_at)
    mine = replace(mine, starts_at=swap.starts_at, ends_at=swap.ends_at)
    theirs = _duty_of(swap.in_return, user.id)
    # Of what was promised in return nothing was given away since.
    if theirs.starts_at <= now or not theirs.is_whole:
        raise Ended
    asking.require_exchange(mine, theirs, confirmed, now=now)
    _give(swap, user, now=now)
    span = {"starts_at": theirs.starts_at, "ends_at": theirs.ends_at, "asked_at": now, "accepted_at": now}
    pair = Swap(shift=theirs.shift, kind=SwapKind.EXCHANGE, giver=user, taker=swap.giver, asked_by=user, **span)
    pair.pair_id = swap.id
    db.session.add(pair)
    db.session.flush()
    swap.pair_id = pair.id


def _duty_of(shift: Shift | None, user_id: int | None, at: datetime | None = None) -> Duty:
    """The first part of a shift that somebody has, or the one they have at a moment."""
    mine = [one for one in (held.of_shift(shift) if shift else []) if one.user_id == user_id]
    duty = next((one for one in mine if at is None or one.starts_at <= at < one.ends_at), None)
    if duty is None or duty.user is None:
        raise Ended
    return duty


def _cover(swap: Swap, user: User, confirmed: Collection[int], *, now: datetime) -> None:
    """From now on; whoever leaves the other role for it leaves that vacant, so that nobody is in both."""
    swap.starts_at = max(swap.starts_at, now.replace(microsecond=0))
    hours = _hours(swap)
    leaves = user.id in {one.id for one in asking.beside(hours)}
    if not leaves:
        asking.require_free_now(hours, user, confirmed, now=now)
    _give(swap, user, now=now)
    if leaves:
        settling.vacate(user, hours, by=user, now=now)


def _names(swap: Swap, confirmed: Collection[int]) -> dict[str, object]:
    # A form can confirm whomever it likes: what the trail keeps is of the two whose hours change.
    rested = [id_ for id_ in (swap.giver_id, swap.taker_id) if id_ and id_ in confirmed]
    return {"user_id": swap.taker_id, "user_ids": [id_ for id_ in (swap.giver_id,) if id_], "rest_of": rested}
