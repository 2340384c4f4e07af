"""What becomes of the swaps of somebody who goes or rests."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import asking, held, queries, settling, telling
from studyhub.rota.swaps.finding.situation import situation
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap, SwapAsk


def give_back(user: User, *, by: User, now: datetime) -> list[Shift]:
    """Undo what somebody took and has not begun; the shifts whose hours change. Does not commit, nor settle.

    Whoever gave the hours has them again, and is told, where the rules let them; where not, they are vacant. Whoever
    asked this person hears that they cannot.
    """
    queries.lock()
    _decline_all(user, now=now)
    undone = [half for swap in _in_force(user, now) for half in queries.both(swap) if half.starts_at > now]
    # Also what others have by the other half of an exchange: it may go back to a third, who gave it to this person.
    shifts = {half.shift.id: half.shift for half in undone}
    parts = [duty for duties in held.by_shift(shifts.values()).values() for duty in duties if duty.swap in undone]
    for half in undone:
        half.undone_at = now
    db.session.flush()
    for duty in sorted(parts, key=lambda duty: (duty.starts_at, duty.role.value)):
        _return(duty, user, by=by, now=now)
    for half in undone:
        telling.undone(half, by=by, now=now)
    return list(shifts.values())


def _in_force(user: User, now: datetime) -> Sequence[Swap]:
    rows = queries.swaps().where(Swap.taker_id == user.id, held.IS_IN_FORCE, Swap.starts_at > now)
    return db.session.scalars(rows.order_by(Swap.id)).all()


def _return(duty: Duty, user: User, *, by: User, now: datetime) -> None:
    """Leave vacant what comes back to somebody who may not have it any more."""
    hours = asking.as_hours(duty)
    for piece in held.of_shift(duty.shift):
        if piece.user is None or piece.user.id == user.id or not hours.overlaps(piece):
            continue
        span = asking.as_hours(piece)
        if not situation([span], now=now).finding(piece.user.id, span, without=[piece]).is_free:
            starts_at, ends_at = max(piece.starts_at, duty.starts_at), min(piece.ends_at, duty.ends_at)
            settling.leave_vacant(piece, starts_at, ends_at, by=by, now=now)


def _decline_all(user: User, *, now: datetime) -> None:
    """Whoever goes is asked no more; where nobody else was, that is told as if they had declined."""
    asked = select(SwapAsk).join(SwapAsk.swap).where(SwapAsk.user_id == user.id, SwapAsk.declined_at.is_(None))
    for ask in db.session.scalars(asked.where(*queries.IS_OPEN, Swap.ends_at > now)).all():
        ask.declined_at = now
        left = [one for one in queries.asks_of([ask.swap_id]) if one.declined_at is None]
        telling.declined(ask.swap, user, is_last=not left, now=now)
