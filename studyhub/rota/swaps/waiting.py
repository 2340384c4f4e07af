"""What of swaps waits for a person on their first page: to be answered, what nobody answered of their own, and whose
answer is awaited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import SHOWN
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import Swap, SwapAsk, SwapKind
from studyhub.shown import Shown

NOW = bindparam("now", type_=UtcDateTime())
SHIFT = bindparam("shift", type_=Integer())
ASKED = Shown(SwapAsk, SwapAsk.id, user=Shown(User, User.id, User.name))


def asked_of(user: User, now: datetime) -> Sequence[SwapAsk]:
    """Hours that the person is asked to take, the soonest first."""
    return db.session.scalars(asked_of_rows(), at(user, now)).all()


def unanswered_of(user: User, now: datetime) -> Sequence[Swap]:
    """Hours the person asked others to take, in vain until shortly before the start."""
    return db.session.scalars(unanswered_rows(), at(user, now)).all()


def awaited_for(duty: Duty | None, now: datetime) -> Sequence[SwapAsk]:
    """Of whom whoever has a duty asked to take hours of its shift, and who has not answered; in the order of asking."""
    if duty is None:
        return ()
    return ASKED.read(_awaited_rows(), {"reader": duty.user_id, "shift": duty.shift.id, "now": now})


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statements are executed with."""
    return {"reader": user.id, "now": now}


@kept
def asked_of_rows() -> Select[SwapAsk]:
    """The statement that `asked_of` executes."""
    rows = select(SwapAsk).join(SwapAsk.swap).where(SwapAsk.user_id == READER, SwapAsk.declined_at.is_(None))
    swap = joinedload(SwapAsk.swap)
    rows = rows.options(swap.joinedload(Swap.giver), swap.joinedload(Swap.shift), swap.joinedload(Swap.in_return))
    return rows.where(*_is_asked()).order_by(Swap.starts_at, Swap.id).limit(SHOWN)


@kept
def unanswered_rows() -> Select[Swap]:
    """The statement that `unanswered_of` executes."""
    rows = select(Swap).where(Swap.giver_id == READER, Swap.unanswered_at.is_not(None), *_is_asked())
    return rows.options(joinedload(Swap.shift)).order_by(Swap.starts_at, Swap.id).limit(SHOWN)


@kept
def _awaited_rows() -> Select[*tuple[Any, ...]]:
    rows = ASKED.select().join(Swap, Swap.id == SwapAsk.swap_id).where(Swap.giver_id == READER, Swap.shift_id == SHIFT)
    return rows.where(SwapAsk.declined_at.is_(None), *_is_asked()).order_by(SwapAsk.id)


def _is_asked() -> tuple[Any, ...]:
    """Still open, and not begun; covering is asked for while it runs."""
    runs = and_(Swap.kind == SwapKind.COVER_NOW, Swap.ends_at > NOW)
    return Swap.accepted_at.is_(None), Swap.withdrawn_at.is_(None), or_(Swap.starts_at > NOW, runs)
