"""Telling that nobody answers; loudly, some time before the start, that nobody took the hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from studyhub.db import db
from studyhub.rota.swaps import asking, queries, telling
from studyhub.rota.swaps.deadlines import answer_until
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind, SwapState

# Long enough before the start to find another way, for what was asked earlier; later, when little time is left.
EARLY, LATE = timedelta(hours=24), timedelta(hours=2)
# So long whoever has the other role is asked to cover alone, before everybody is.
FIRST_ALONE = timedelta(minutes=10)


def loud_at(swap: Swap, asks: Sequence[SwapAsk]) -> datetime:
    """When it is told that nobody took the hours, by when somebody was asked last."""
    if swap.kind is SwapKind.COVER_NOW:
        return swap.asked_at + 2 * FIRST_ALONE
    asked_at = max((ask.asked_at for ask in asks), default=swap.asked_at)
    early, late = swap.starts_at - EARLY, swap.starts_at - LATE
    if asked_at < early:
        return early
    return late if asked_at < late else asked_at + (swap.starts_at - asked_at) / 2


def remind(now: datetime) -> None:
    """Ask everybody to cover what nobody covers yet, tell who is silent, and what nobody took. Does not commit."""
    open_ones = db.session.scalars(queries.still_to_come(now)).all()
    asks: dict[int, list[SwapAsk]] = {swap.id: [] for swap in open_ones}
    for ask in queries.asks_of(asks):
        asks[ask.swap_id].append(ask)
    _tell_of_silence([swap for swap in open_ones if _may_be_silent(swap, asks[swap.id], now)], asks, now)
    others = [swap for swap in open_ones if _asks_others(swap, asks[swap.id], now)]
    loud = [swap for swap in open_ones if _is_told(swap, asks[swap.id], now)]
    if not others and not loud:
        return
    queries.lock()
    for swap in others:
        if swap.state is SwapState.ASKED:
            asking.ask_others(swap, now=now)
    for swap in loud:
        if swap.state is SwapState.ASKED:
            telling.unanswered(swap, now=now)


def _may_be_silent(swap: Swap, asks: Sequence[SwapAsk], now: datetime) -> bool:
    """Whether those who are asked may have been silent for too long, and it is not told loudly yet."""
    is_loud = swap.unanswered_at is not None or now >= loud_at(swap, asks)
    return swap.kind is not SwapKind.COVER_NOW and swap.starts_at > now and bool(asks) and not is_loud


def _tell_of_silence(swaps: Sequence[Swap], asks: Mapping[int, Sequence[SwapAsk]], now: datetime) -> None:
    for swap in swaps:
        if now >= answer_until(swap, asks[swap.id]):
            telling.silent(swap, asks[swap.id], now=now)


def _is_told(swap: Swap, asks: Sequence[SwapAsk], now: datetime) -> bool:
    return swap.unanswered_at is None and now >= loud_at(swap, asks)


def _asks_others(swap: Swap, asks: Sequence[SwapAsk], now: datetime) -> bool:
    """Whether nobody covers yet, and nobody was asked since the first."""
    is_first = all(ask.asked_at <= swap.asked_at for ask in asks)
    return swap.kind is SwapKind.COVER_NOW and now >= swap.asked_at + FIRST_ALONE and is_first
