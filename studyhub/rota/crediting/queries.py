"""Fetching what is to be credited: among whom rotas were shared out, and what people were excused from."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.crediting.credits import Excused, History, SharedOut
from studyhub.rota.models import LONGEST, Rota, RotaDraft, Shift
from studyhub.rota.planning.inputs import ShiftKind
from studyhub.rota.swaps.held import IS_IN_FORCE
from studyhub.rota.swaps.models import Swap, SwapKind


def history(first: date, last: date) -> History:
    """How the days of a span were shared out, and what people were excused from on them. Three statements."""
    plans = db.session.execute(_plans(first, last)).all()
    staying = _staying()
    shared = [
        SharedOut(rota_id, from_on, _people(pool["people"], staying) if pool else None)
        for rota_id, from_on, pool in plans
    ]
    lost = [one for rota_id, _from_on, pool in plans if pool for one in _lost(rota_id, pool, staying)]
    excused = [*lost, *_on_behalf(first, last)]
    return History(shared, [one for one in excused if first <= one.day <= last])


def last_published(rota_ids: Collection[int]) -> list[RotaDraft]:
    """By which plan each of these rotas was published last."""
    published = select(RotaDraft).where(RotaDraft.rota_id.in_(rota_ids), RotaDraft.published_at.is_not(None))
    drafts = db.session.scalars(published.order_by(RotaDraft.published_at, RotaDraft.id))
    return list({draft.rota_id: draft for draft in drafts}.values())


def _plans(first: date, last: date) -> Select[int, date, dict[str, Any] | None]:
    rows = select(RotaDraft.rota_id, RotaDraft.from_on, RotaDraft.pool).join(RotaDraft.rota)
    rows = rows.where(RotaDraft.published_at.is_not(None), Rota.ends_on >= first, RotaDraft.from_on <= last)
    return rows.order_by(RotaDraft.published_at, RotaDraft.id)


def _staying() -> dict[int, int]:
    """By accounts that are merged into others, the one that their person has now."""
    rows = select(User.id, User.merged_into_id).where(User.merged_into_id.is_not(None))
    into = {going: staying for going, staying in db.session.execute(rows) if staying is not None}
    return {going: _end_of(going, into) for going in into}


def _end_of(user_id: int, into: Mapping[int, int]) -> int:
    while user_id in into:
        user_id = into[user_id]
    return user_id


def _people(ids: list[int], staying: dict[int, int]) -> frozenset[int]:
    return frozenset(staying.get(user_id, user_id) for user_id in ids)


def _lost(rota_id: int, pool: dict[str, Any], staying: dict[int, int]) -> Iterator[Excused]:
    for user_id, day, kind, points in pool["excused"]:
        yield Excused(staying.get(user_id, user_id), rota_id, date.fromisoformat(day), ShiftKind(kind), 1, points)


def _on_behalf(first: date, last: date) -> Iterator[Excused]:
    """Hours that another gave away for somebody, who was ill."""
    rows = select(Swap).join(Swap.shift).where(IS_IN_FORCE, Swap.kind.in_((SwapKind.GIVE, SwapKind.COVER_NOW)))
    rows = rows.where(Swap.asked_by_id != Swap.giver_id, Swap.asked_by_id != Swap.taker_id)
    # A shift begins near its day in any zone: by when it begins the swaps of other years are not read.
    begins, ends = (datetime.combine(day, time(0), UTC) for day in (first, last))
    rows = rows.where(Shift.starts_at > begins - LONGEST, Shift.starts_at < ends + LONGEST)
    rows = rows.where(Shift.day >= first, Shift.day <= last).options(contains_eager(Swap.shift))
    for swap in db.session.scalars(rows.order_by(Swap.id)):
        shift = swap.shift
        share = (swap.ends_at - swap.starts_at) / (shift.ends_at - shift.starts_at)
        yield Excused(swap.giver_id or 0, shift.rota_id, shift.day, shift.kind, share, share * shift.points)
