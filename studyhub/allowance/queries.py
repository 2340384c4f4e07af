"""Fetching what was served: published shifts with the swaps over them, as far as they are over."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from studyhub.allowance.figures import Handed, after, begin
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.held import IS_IN_FORCE, Duty, held
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.teams.models import Membership, Team


def served(first: date, last: date, zone: str, *, now: datetime) -> list[Duty]:
    """Parts of shifts that are over and touch the months from one to another, in order of time."""
    duties = held(begin(first, zone), begin(after(last), zone))
    return [duty for duty in duties if duty.user_id is not None and duty.ends_at <= now]


def handed(first: date, last: date, *, now: datetime) -> list[Handed]:
    """Swaps in force, of hours that are over, of shifts that begin in the months from one to another.

    What nobody has any more was given up, not swapped.
    """
    rows = select(Shift.day, Swap.giver_id, Swap.taker_id).join(Swap, Swap.shift_id == Shift.id)
    rows = rows.where(IS_IN_FORCE, Swap.kind != SwapKind.VACATE, Swap.ends_at <= now)
    return [Handed(*row) for row in db.session.execute(rows.where(Shift.day >= first, Shift.day < after(last)))]


def people(ids: Collection[int]) -> list[User]:
    """These people, in the order of their names."""
    return list(db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.reading, User.id)))


def teams_of(user_ids: Collection[int]) -> dict[int, Team]:
    """The primary team each has now."""
    rows = select(Membership.user_id, Team).join(Membership.team)
    rows = rows.where(Membership.user_id.in_(user_ids), Membership.is_primary)
    return dict(db.session.execute(rows).all())


def first_day() -> date | None:
    """The day of the first shift ever published."""
    return db.session.scalar(select(func.min(Shift.day)))
