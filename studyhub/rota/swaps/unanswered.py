"""Telling that nobody answers; loudly, some time before the start, that nobody took the hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from studyhub.db import db
from studyhub.rota.swaps import asking, queries, telling
from studyhub.rota.swaps.deadlines import answer_until
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind, SwapState

# Long enough before the start to find another way, for what was asked earlier; later, when little time is left.
EARLY, LATE = timedelta(hours=24), timedelta(hours=2)
# So long whoever has the other role is asked to cover alone, before everybody is.
FIRST_ALONE = timedelta(minutes=10)


def loud_at(swap: Swap) -> datetime:
    """When it is told that nobody took the hours."""
    if swap.kind is SwapKind.COVER_NOW:
        return swap.asked_at + 2 * FIRST_ALONE
    early, late = swap.starts_at - EARLY, swap.starts_at - LATE
    if swap.asked_at < early:
        return early
    return late if swap.asked_at < late else swap.asked_at + (swap.starts_at - swap.asked_at) / 2


def remind(now: datetime) -> None:
    """Ask everybody to cover what nobody covers yet, tell who is silent, and what nobody took. Does not commit."""
    open_ones = db.session.scalars(queries.still_to_come(now)).all()
    _tell_of_silence([swap for swap in open_ones if _may_be_silent(swap, now)], now)
    due = [swap for swap in open_ones if _asks_others(swap, now) or _is_told(swap, now)]
    if not due:
        return
    queries.lock()
    for swap in due:
        if swap.state is SwapState.ASKED and _asks_others(swap, now):
            asking.ask_others(swap, now=now)
        if swap.state is SwapState.ASKED and _is_told(swap, now):
            telling.unanswered(swap, now=now)


def _may_be_silent(swap: Swap, now: datetime) -> bool:
    """Whether those who are asked may have been silent for too long, and it is not told loudly yet."""
    is_loud = swap.unanswered_at is not None or now >= loud_at(swap)
    return swap.kind is not SwapKind.COVER_NOW and swap.starts_at > now and not is_loud


def _tell_of_silence(swaps: Sequence[Swap], now: datetime) -> None:
    asks: dict[int, list[SwapAsk]] = {}
    for ask in queries.asks_of([swap.id for swap in swaps]):
        asks.setdefault(ask.swap_id, []).append(ask)
    for swap in swaps:
        if swap.id in asks and now >= answer_until(swap, asks[swap.id]):
            telling.silent(swap, asks[swap.id], now=now)


def _is_told(swap: Swap, now: datetime) -> bool:
    return swap.unanswered_at is None and now >= loud_at(swap)


def _asks_others(swap: Swap, now: datetime) -> bool:
    return swap.kind is SwapKind.COVER_NOW and now >= swap.asked_at + FIRST_ALONE and _asked_few(swap)


def _asked_few(swap: Swap) -> bool:
    """Whether nobody was asked since the first."""
    return all(ask.asked_at <= swap.asked_at for ask in queries.asks_of([swap.id]))
