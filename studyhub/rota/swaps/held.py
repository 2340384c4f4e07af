"""Who really has which hours: published shifts with the swaps that lie over them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps.models import Swap
from studyhub.shown import Shown

Columns = TypeVarTuple("Columns")
IS_IN_FORCE = and_(Swap.accepted_at.is_not(None), Swap.undone_at.is_(None))
# What pages show that only read. Why a shift is whose it is are the totals of everybody: those pages do not say it.
HOLDER = Shown(User, User.id, User.name, User.chat_handle, User.telephone)
SHIFT = Shown(
    Shift,
    *(Shift.id, Shift.day, Shift.kind, Shift.role, Shift.starts_at, Shift.ends_at, Shift.points, Shift.user_id),
    Shift.changed_at,
    user=HOLDER,
)
SWAP = Shown(Swap, Swap.id, Swap.starts_at, Swap.ends_at, taker=HOLDER)


@dataclass(frozen=True)
class Duty:
    """Hours of a shift that one person has (None: vacant), by a swap or, without one, as published."""

    shift: Shift
    starts_at: datetime
    ends_at: datetime
    user: User | None
    swap: Swap | None

    @property
    def user_id(self) -> int | None:
        return self.user.id if self.user else None

    @property
    def role(self) -> Role:
        return self.shift.role

    @property
    def kind(self) -> ShiftKind:
        return self.shift.kind

    @property
    def day(self) -> date:
        """The day the whole shift begins on."""
        return self.shift.day

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the shift."""
        return (self.starts_at, self.ends_at) == (self.shift.starts_at, self.shift.ends_at)

    @property
    def share(self) -> float:
        """How much of the shift it is, by elapsed hours."""
        return (self.ends_at - self.starts_at) / (self.shift.ends_at - self.shift.starts_at)

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.shift.points * self.share


def of_people(duties: Iterable[Duty]) -> list[tuple[int, Duty]]:
    """The duties that somebody has, each behind the id of whose it is; hours that are nobody's are left out."""
    return [(duty.user.id, duty) for duty in duties if duty.user is not None]


def held(since: datetime, until: datetime, *, user_id: int | None = None, role: Role | None = None) -> list[Duty]:
    """Who has what of a span of time, in order of time and role; of one person or one role only, if asked.

    What begins before the span or ends after it is there with all its hours. One statement.
    """
    rows = _shifts().where(Shift.starts_at > since - LONGEST, Shift.starts_at < until, Shift.ends_at > since)
    if role is not None:
        rows = rows.where(Shift.role == role)
    if user_id is not None:
        rows = rows.where(may_be_of(user_id))
    duties = [duty for duty in duties_by(rows) if duty.ends_at > since and duty.starts_at < until]
    return [duty for duty in duties if user_id is None or duty.user_id == user_id]


def may_be_of(user_id: int) -> ColumnElement[bool]:
    """Whether a shift was published for somebody, or some of it was taken by them at some time."""
    taken = aliased(Swap)
    return or_(Shift.user_id == user_id, exists().where(taken.shift_id == Shift.id, taken.taker_id == user_id))


def of_shift(shift: Shift) -> list[Duty]:
    """Who has which hours of one shift, in order of time."""
    return duties_by(_shifts().where(Shift.id == shift.id))


def by_shift(shifts: Collection[Shift]) -> dict[int, list[Duty]]:
    """Who has which hours of these shifts, by the id of each, in order of time."""
    found: dict[int, list[Duty]] = {shift.id: [] for shift in shifts}
    for duty in duties_by(_shifts().where(Shift.id.in_(found))):
        found[duty.shift.id].append(duty)
    return found


def with_swaps(*conditions: ColumnElement[bool]) -> Select[Shift, Swap]:
    """Shifts that fulfil conditions, each beside every swap in force over it, or beside None; `duties_by` reads it."""
    return _shifts().where(*conditions)


def _shifts() -> Select[Shift, Swap]:
    rows = select(Shift, Swap).outerjoin(Swap, and_(Swap.shift_id == Shift.id, IS_IN_FORCE))
    return _in_order(rows.options(joinedload(Shift.user), joinedload(Swap.taker)))


def _in_order(rows: Select[*Columns]) -> Select[*Columns]:
    return rows.order_by(Shift.starts_at, Shift.role, Shift.id, Swap.accepted_at, Swap.id)


def shown_with_swaps(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """As `with_swaps`, of what pages show that only read; `duties_shown` reads it."""
    rows = select(*SHIFT.columns, *SWAP.columns).outerjoin(Swap, and_(Swap.shift_id == Shift.id, IS_IN_FORCE))
    return _in_order(SWAP.joined(SHIFT.joined(rows)).where(*conditions))


def duties_by(rows: Select[Shift, Swap], asked: dict[str, Any] | None = None) -> list[Duty]:
    """Who has what of the shifts that a statement made by `with_swaps` finds, in order of time and role."""
    swaps: dict[Shift, list[Swap]] = {}
    for shift, swap in db.session.execute(rows, asked or {}):
        if (shift.user.id if shift.user else None) != shift.user_id:
            # Planned anew in this transaction: the person it was read with is not the one it has.
            db.session.expire(shift, ["user"])
        over = swaps.setdefault(shift, [])
        if swap is not None:
            over.append(swap)
    return _all_laid_over(swaps)


def duties_shown(rows: Select[*tuple[Any, ...]], asked: dict[str, Any]) -> list[Duty]:
    """Who has what of the shifts that a statement made by `shown_with_swaps` finds, in order of time and role."""
    swaps: dict[Shift, list[Swap]] = {}
    for shift, swap in SHIFT.beside(SWAP, rows, asked):
        over = swaps.setdefault(shift, [])
        if swap is not None:
            over.append(swap)
    return _all_laid_over(swaps)


def _all_laid_over(swaps: Mapping[Shift, Sequence[Swap]]) -> list[Duty]:
    duties = [duty for shift, over in swaps.items() for duty in laid_over(shift, over)]
    return sorted(duties, key=lambda duty: (duty.starts_at, duty.role.value))


def laid_over(shift: Shift, swaps: Iterable[Swap]) -> list[Duty]:
    """A shift with swaps over it, the later accepted over the earlier, cut where hours change hands."""
    duties = [Duty(shift, shift.starts_at, shift.ends_at, shift.user, None)]
    for swap in swaps:
        # Borders may have moved since, by a rota that was planned anew.
        starts_at, ends_at = max(swap.starts_at, shift.starts_at), min(swap.ends_at, shift.ends_at)
        if starts_at < ends_at:
            left = [piece for duty in duties for piece in _outside(duty, starts_at, ends_at)]
            duties = sorted([*left, Duty(shift, starts_at, ends_at, swap.taker, swap)], key=lambda one: one.starts_at)
    return duties


def _outside(duty: Duty, starts_at: datetime, ends_at: datetime) -> list[Duty]:
    """What is left of a duty beside a span of time."""
    before = replace(duty, ends_at=min(duty.ends_at, starts_at))
    after = replace(duty, starts_at=max(duty.starts_at, ends_at))
    return [piece for piece in (before, after) if piece.starts_at < piece.ends_at]
