"""Fetching swaps: of a shift, of a person, and what is still open. Everybody inside reads the rota with its swaps."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.db import db
from studyhub.people.models import MEMBERS, User
from studyhub.rota.models import Shift
from studyhub.rota.queries import lock_planning
from studyhub.rota.swaps.models import Swap, SwapAsk
from studyhub.teams.models import Membership

IS_OPEN = (Swap.accepted_at.is_(None), Swap.withdrawn_at.is_(None))


def shifts() -> Select[Shift]:
    """All published shifts, which everybody inside may see."""
    return select(Shift).options(joinedload(Shift.user))


def swaps() -> Select[Swap]:
    """All swaps with their people and shifts."""
    people = joinedload(Swap.giver), joinedload(Swap.taker), joinedload(Swap.asked_by)
    return select(Swap).options(*people, joinedload(Swap.shift), joinedload(Swap.in_return))


def seen_by(user: User) -> Select[Swap]:
    """Swaps that concern somebody: theirs, asked of them, and all for the keeper of the rota."""
    if user.is_rota_keeper:
        return swaps()
    asked = select(SwapAsk.swap_id).where(SwapAsk.user_id == user.id)
    own = Swap.giver_id == user.id, Swap.taker_id == user.id, Swap.asked_by_id == user.id
    return swaps().where(or_(*own, Swap.id.in_(asked)))


def leads(user: User, other: User) -> bool:
    """Whether somebody leads the primary team of another: into others any lead can put anybody."""
    theirs = aliased(Membership)
    of_them = theirs.team_id == Membership.team_id, theirs.user_id == other.id, theirs.is_primary
    is_lead = exists().where(Membership.user_id == user.id, Membership.is_lead, *of_them)
    return bool(db.session.scalar(select(is_lead)))


def swaps_of(shift: Shift) -> list[Swap]:
    """Every swap of a shift, the latest first."""
    return list(db.session.scalars(swaps().where(Swap.shift_id == shift.id).order_by(Swap.id.desc())))


def in_force(shift: Shift) -> list[Swap]:
    """The swaps that lie over a shift, the later over the earlier."""
    rows = swaps().where(Swap.shift_id == shift.id, Swap.accepted_at.is_not(None), Swap.undone_at.is_(None))
    return list(db.session.scalars(rows.order_by(Swap.accepted_at, Swap.id)))


def open_swaps(shift_ids: Collection[int]) -> list[Swap]:
    """What is asked for and not answered of these shifts, or would be given in return for others."""
    of_them = or_(Swap.shift_id.in_(shift_ids), Swap.in_return_id.in_(shift_ids))
    return list(db.session.scalars(swaps().where(of_them, *IS_OPEN).order_by(Swap.id)))


def asks_of(swap_ids: Collection[int]) -> list[SwapAsk]:
    """Who was asked to take the hours of swaps, in the order of asking."""
    rows = select(SwapAsk).where(SwapAsk.swap_id.in_(swap_ids)).options(joinedload(SwapAsk.user))
    return list(db.session.scalars(rows.order_by(SwapAsk.id)))


def ask_of(swap: Swap, user: User) -> SwapAsk | None:
    """That somebody was asked to take the hours of a swap, if they were."""
    return db.session.scalar(select(SwapAsk).where(SwapAsk.swap_id == swap.id, SwapAsk.user_id == user.id))


def both(swap: Swap) -> list[Swap]:
    """A swap, and the other half of an exchange."""
    pair = db.session.get(Swap, swap.pair_id) if swap.pair_id else None
    return [swap, pair] if pair else [swap]


def leads_of(user_ids: Collection[int]) -> list[User]:
    """The leads of the primary teams of these people, who are there."""
    teams = select(Membership.team_id).where(Membership.user_id.in_(user_ids), Membership.is_primary)
    rows = select(User).join(Membership, Membership.user_id == User.id)
    rows = rows.where(Membership.is_lead, Membership.team_id.in_(teams), User.state.in_(MEMBERS)).distinct()
    return list(db.session.scalars(rows.order_by(User.id)))


def lock() -> None:
    """Let nobody else plan or swap until this transaction ends, and forget what was read before."""
    db.session.flush()
    lock_planning()
    for row in db.session.identity_map.values():
        if isinstance(row, Swap | SwapAsk | Shift):
            db.session.expire(row)


def still_to_come(since: datetime) -> Select[Swap]:
    """What is asked for of hours that end after a moment, the soonest first."""
    return swaps().where(Swap.ends_at > since, *IS_OPEN).order_by(Swap.starts_at, Swap.id)
