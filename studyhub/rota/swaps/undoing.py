"""Undoing a swap by one press, while nothing of it was served."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.swaps import asking, held, queries, settling, telling
from studyhub.rota.swaps.finding.situation import Hours, situation
from studyhub.rota.swaps.models import Swap, SwapState


class TooLate(Exception):
    """The hours began, were given on since, or the swap is not in force any more."""


def undo(swap: Swap, *, by: User, now: datetime, confirmed: Collection[int] = ()) -> None:
    """Give hours back to whoever had them, those of both where they were exchanged. Does not commit.

    Raises TooLate, and CannotTake or RestBroken (`asking`) where whoever gets them back cannot have them any more.
    """
    queries.lock()
    halves = queries.both(swap)
    for half in halves:
        if not can_be_undone(half, now):
            raise TooLate
    found = situation([_hours(half) for half in halves], now=now)
    given_up = [duty for duty in found.duties if duty.swap in halves]
    for half in halves:
        if half.giver is not None:
            finding = found.finding(half.giver.id, _hours(half), without=given_up)
            asking.require_free(finding, half.giver, confirmed)
    for half in halves:
        half.undone_at = now
    db.session.flush()
    before = {"user_ids": [id_ for id_ in (swap.giver_id, swap.taker_id) if id_]}
    trail.record("swap.undone", swap.shift, by=by, now=now, before=before)
    settling.hand_over([half.shift for half in halves], now=now)
    telling.undone(swap, by=by, now=now)


def can_be_undone(swap: Swap, now: datetime) -> bool:
    """Whether a swap is in force, nothing of it was served, its taker has all of it still, and its giver would."""
    return (
        swap.state is SwapState.ACCEPTED
        and swap.taker_id is not None
        and now < swap.starts_at
        and (swap.giver is None or swap.giver.is_member)
        and asking.has_all(held.of_shift(swap.shift), _hours(swap), swap.taker_id)
        and _goes_back(swap)
    )


def _goes_back(swap: Swap) -> bool:
    """Whether its hours, taken out from among the others, are whose they were.

    They are not where they came back to its taker by others, or its giver was away and nothing is published for them.
    """
    others = select(Swap).where(Swap.shift_id == swap.shift_id, Swap.id != swap.id, held.IS_IN_FORCE)
    left = db.session.scalars(others.order_by(Swap.accepted_at, Swap.id))
    return asking.has_all(held.laid_over(swap.shift, left), _hours(swap), swap.giver_id)


def _hours(swap: Swap) -> Hours:
    return Hours(swap.shift, swap.starts_at, swap.ends_at)
