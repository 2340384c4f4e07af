"""Fetching what was served: published shifts with the swaps over them, as far as they are over."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from studyhub.allowance.figures import Handed, after, begin
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.swaps.held import IS_IN_FORCE, Duty, held
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.teams.models import Membership, Team


def served(first: date, last: date, zone: str, *, now: datetime) -> list[Duty]:
    """Parts of shifts that are over and touch the months from one to another, in order of time."""
    duties = held(begin(first, zone), begin(after(last), zone))
    return [duty for duty in duties if duty.user_id is not None and duty.ends_at <= now]


def handed(first: date, last: date, zone: str, *, now: datetime) -> list[Handed]:
    """Swaps in force, of hours that are over, of shifts that begin in the months from one to another.

    What nobody has any more was given up, not swapped.
    """
    rows = select(Shift.day, Swap.giver_id, Swap.taker_id).join(Swap, Swap.shift_id == Shift.id)
    rows = rows.where(IS_IN_FORCE, Swap.kind != SwapKind.VACATE, Swap.ends_at <= now)
    # What is of these days by another zone begins near them: the rest of ten years is not read.
    rows = rows.where(
        Shift.starts_at > begin(first, zone) - LONGEST, Shift.starts_at < begin(after(last), zone) + LONGEST
    )
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
    return db.session.scalar(select(Shift.day).order_by(Shift.starts_at).limit(1))


def held_in(month: date, zone: str) -> list[Duty]:
    """Who has what of shifts that touch a month, in order of time."""
    return held(begin(month, zone), begin(after(month), zone))


def closed(month: date) -> AllowanceMonth | None:
    """A month that was closed."""
    return db.session.scalar(select(AllowanceMonth).where(AllowanceMonth.month == month))


def closed_months() -> set[date]:
    """The first days of all months that were closed."""
    return set(db.session.scalars(select(AllowanceMonth.month)))


def all_rows(of: AllowanceMonth) -> list[AllowanceRow]:
    """What counts for a closed month, corrections included, whoever it is of."""
    return list(db.session.scalars(select(AllowanceRow).where(AllowanceRow.month_id == of.id)))


def has_own(of: AllowanceMonth) -> bool:
    """Whether whoever closed a month has hours of their own in it."""
    own = AllowanceRow.month_id == of.id, AllowanceRow.user_id == of.closed_by_id, AllowanceRow.entered_by_id.is_(None)
    return bool(db.session.scalar(select(exists().where(*own))))


def rows(of: AllowanceMonth, reader: User) -> list[AllowanceRow]:
    """What counts for a closed month, as far as somebody may see it: by person, what was entered last below."""
    found = select(AllowanceRow).join(AllowanceRow.user).where(AllowanceRow.month_id == of.id)
    found = found.where(is_of_reader(reader, AllowanceRow.user_id))
    return list(db.session.scalars(_whole(found).order_by(User.reading, User.id, AllowanceRow.id)))


def _whole(found: Select[AllowanceRow]) -> Select[AllowanceRow]:
    with_giver = joinedload(AllowanceRow.swap).joinedload(Swap.giver)
    loaded = (joinedload(AllowanceRow.user), joinedload(AllowanceRow.shift), joinedload(AllowanceRow.entered_by))
    return found.options(*loaded, with_giver)


def is_of_reader(reader: User, user_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether somebody may see the allowance of a person: their own, of those whose primary team they lead, of all as
    the keeper. Into another team any lead can put anybody.
    """
    if reader.is_rota_keeper:
        return true()
    theirs, led = aliased(Membership), aliased(Membership)
    leads = exists().where(theirs.user_id == user_id, led.team_id == theirs.team_id, led.user_id == reader.id)
    return or_(user_id == reader.id, leads.where(led.is_lead, theirs.is_primary))


def visible_ids(reader: User, user_ids: Collection[int]) -> set[int]:
    """Those of these people whose allowance somebody may see."""
    return set(db.session.scalars(select(User.id).where(User.id.in_(user_ids), is_of_reader(reader, User.id))))


def shifts_of(month: date, zone: str) -> list[Shift]:
    """Shifts that touch a month, in order of time."""
    return list({duty.shift.id: duty.shift for duty in held_in(month, zone)}.values())


def members() -> list[User]:
    """Whoever can be named in a correction: people who ever had a shift or took one, and left or not."""
    had = or_(exists().where(Shift.user_id == User.id), exists().where(Swap.taker_id == User.id))
    return list(db.session.scalars(select(User).where(had).order_by(User.reading, User.id)))


def shifts(ids: Collection[int]) -> list[Shift]:
    """These shifts."""
    return list(db.session.scalars(select(Shift).where(Shift.id.in_(ids))))
