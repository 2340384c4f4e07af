"""Fetching the pager, what it was told, and whom it knows."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.db import db
from studyhub.delivery.queries import FURTHEST_LEASE, FURTHEST_PAUSE
from studyhub.pager.models import Pager, PagerPerson, PagerSpan
from studyhub.people.models import User


def pager() -> Pager | None:
    """The pager that is connected, if any."""
    return db.session.get(Pager, 1)


def locked() -> Pager | None:
    """The same, for nobody else to change until this transaction ends."""
    return db.session.get(Pager, 1, with_for_update={"of": Pager}, populate_existing=True)


def told(now: datetime, until: datetime) -> list[PagerSpan]:
    """What the pager was told of hours that are not over and begin before a moment."""
    rows = select(PagerSpan).where(PagerSpan.ends_at > now, PagerSpan.starts_at < until)
    return list(db.session.scalars(rows.order_by(PagerSpan.starts_at, PagerSpan.id)))


def due(now: datetime) -> Select[PagerSpan]:
    """What is to be told now, the next hours first; what is taken back waits for what replaces it.

    Of a rest that nothing written now could name the clock has been set back since: it is over.
    """
    rest = PagerSpan.rests_until
    is_awake = or_(rest.is_(None), rest <= now, rest > now + FURTHEST_PAUSE)
    rows = select(PagerSpan).where(PagerSpan.ends_at > now, is_awake, or_(_is_asked_for(PagerSpan), _may_go()))
    return rows.where(_is_free(now)).order_by(PagerSpan.withdraw_at.is_not(None), PagerSpan.starts_at, PagerSpan.id)


def _is_asked_for(span: type[PagerSpan]) -> ColumnElement[bool]:
    return and_(span.withdraw_at.is_(None), span.confirmed_at.is_(None))


def _may_go() -> ColumnElement[bool]:
    # Taken back earlier, nobody at all might be called until the other span is confirmed.
    other = aliased(PagerSpan)
    is_same_time = other.starts_at < PagerSpan.ends_at, other.ends_at > PagerSpan.starts_at
    replaced = exists().where(other.role == PagerSpan.role, *is_same_time, _is_asked_for(other))
    return and_(PagerSpan.withdraw_at.is_not(None), PagerSpan.gone_at.is_(None), ~replaced)


def _is_free(now: datetime) -> ColumnElement[bool]:
    lease, rest = Pager.leased_until, Pager.rests_until
    is_free = or_(lease.is_(None), lease <= now, lease > now + FURTHEST_LEASE)
    return exists().where(is_free, or_(rest.is_(None), rest <= now, rest > now + FURTHEST_PAUSE))


def unconfirmed(now: datetime) -> list[PagerSpan]:
    """What the pager was told, or is to be told, and has not confirmed, the next hours first; each with its person."""
    is_open = or_(_is_asked_for(PagerSpan), and_(PagerSpan.withdraw_at.is_not(None), PagerSpan.gone_at.is_(None)))
    rows = select(PagerSpan).where(PagerSpan.ends_at > now, is_open).options(joinedload(PagerSpan.user))
    return list(db.session.scalars(rows.order_by(PagerSpan.starts_at, PagerSpan.role, PagerSpan.id)))


def confirmed(now: datetime) -> int:
    """How many spans that are not over the pager has confirmed."""
    rows = select(func.count()).select_from(PagerSpan)
    standing = PagerSpan.ends_at > now, PagerSpan.withdraw_at.is_(None), PagerSpan.confirmed_at.is_not(None)
    return db.session.scalar(rows.where(*standing)) or 0


def remote_ids() -> dict[int, str]:
    """What the pager calls people, by their ids."""
    return dict(db.session.execute(select(PagerPerson.user_id, PagerPerson.remote_id)).all())


def people(user_ids: Collection[int]) -> list[User]:
    """These people, by the reading of their names."""
    return list(db.session.scalars(select(User).where(User.id.in_(user_ids)).order_by(User.reading, User.id)))
