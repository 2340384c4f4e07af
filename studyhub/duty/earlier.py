"""Whose shifts were before they were planned anew: calendars cancel what somebody has no more.

A published plan stays as it was, so that every earlier one is known.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased, defer, joinedload

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import LONGEST, DraftShift, RotaDraft, Shift, sequence_after
from studyhub.rota.swaps.held import Duty
from studyhub.rota.swaps.models import DroppedHours


def was_of(user_id: int) -> ColumnElement[bool]:
    """Whether a shift was published for somebody at some time."""
    plan, row = aliased(RotaDraft), aliased(DraftShift)
    same = row.draft_id == plan.id, *_is_of(plan, row)
    return exists().where(*same, plan.published_at.is_not(None), row.user_id == user_id)


def had(which: Sequence[ColumnElement[bool]]) -> dict[int, list[User]]:
    """By the id of each shift that fulfils conditions, for whom it was published earlier and is not any more."""
    rows = select(Shift.id, User).join(RotaDraft, RotaDraft.rota_id == Shift.rota_id)
    rows = rows.join(DraftShift, and_(DraftShift.draft_id == RotaDraft.id, *_is_of(RotaDraft, DraftShift)))
    rows = rows.join(User, User.id == DraftShift.user_id).where(RotaDraft.published_at.is_not(None), *which)
    rows = rows.where(DraftShift.user_id.is_distinct_from(Shift.user_id)).order_by(Shift.id, User.id)
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for shift_id, user in db.session.execute(rows):
        found[shift_id][user.id] = user
    return {shift_id: list(people.values()) for shift_id, people in found.items()}


def ended(since: datetime, until: datetime, user_id: int | None = None) -> list[Duty]:
    """Shifts that were published and are there no more, of whoever had them, the last first; of one person, if asked.

    A border of the day that moved took them away, or a role that nobody has any more. Their sequence is above every one
    that they had. The parts of those that were swapped come after them.
    """
    is_there = exists().where(Shift.starts_at == DraftShift.starts_at, Shift.role == DraftShift.role)
    rows = select(DraftShift, User, RotaDraft.rota_id).join(RotaDraft, RotaDraft.id == DraftShift.draft_id)
    rows = rows.join(User, User.id == DraftShift.user_id).where(RotaDraft.published_at.is_not(None), ~is_there)
    rows = rows.order_by(DraftShift.id.desc())
    rows = rows.where(DraftShift.starts_at > since - LONGEST, DraftShift.ends_at > since, DraftShift.starts_at < until)
    if user_id is not None:
        rows = rows.where(DraftShift.user_id == user_id)
    found = {
        (row.starts_at, row.role, user.id): (row, user, rota_id)
        for row, user, rota_id in db.session.execute(rows.options(defer(DraftShift.reason)))
    }
    published = _published() if found else {}
    whole = [_ended(row, user, published[rota_id]) for row, user, rota_id in found.values()]
    return whole + _dropped(since, until, user_id)


def _dropped(since: datetime, until: datetime, user_id: int | None) -> list[Duty]:
    """What people had, by swaps or beside them, of shifts that are there no more."""
    span = DroppedHours.starts_at > since - LONGEST, DroppedHours.ends_at > since, DroppedHours.starts_at < until
    rows = select(DroppedHours).where(*span).options(joinedload(DroppedHours.user)).order_by(DroppedHours.id.desc())
    if user_id is not None:
        rows = rows.where(DroppedHours.user_id == user_id)
    return [_part(row) for row in db.session.scalars(rows)]


def _part(row: DroppedHours) -> Duty:
    shift = Shift(day=row.day, kind=row.kind, role=row.role, starts_at=row.shift_starts_at, ends_at=row.ends_at)
    shift.sequence, shift.changed_at = row.sequence, row.dropped_at
    return Duty(shift, row.starts_at, row.ends_at, row.user, None)


def _published() -> dict[int, list[datetime]]:
    """When plans of each rota were published."""
    rows = select(RotaDraft.rota_id, RotaDraft.published_at).where(RotaDraft.published_at.is_not(None))
    found: dict[int, list[datetime]] = defaultdict(list)
    for rota_id, published_at in db.session.execute(rows):
        if published_at is not None:
            found[rota_id].append(published_at)
    return found


def _ended(row: DraftShift, user: User, published: Sequence[datetime]) -> Duty:
    sequence, changed_at = sequence_after(len(published)) - 1, max(published)
    shift = Shift(day=row.day, kind=row.kind, role=row.role, starts_at=row.starts_at, ends_at=row.ends_at)
    shift.sequence, shift.changed_at = sequence, changed_at
    return Duty(shift, row.starts_at, row.ends_at, user, None)


def _is_of(plan: type[RotaDraft], row: type[DraftShift]) -> tuple[ColumnElement[bool], ...]:
    return plan.rota_id == Shift.rota_id, row.starts_at == Shift.starts_at, row.role == Shift.role
