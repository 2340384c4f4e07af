"""Whose shifts were before they were planned anew: calendars cancel what somebody has no more.

A published plan stays as it was, so that every earlier one is known.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import DraftShift, RotaDraft, Shift


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


def _is_of(plan: type[RotaDraft], row: type[DraftShift]) -> tuple[ColumnElement[bool], ...]:
    return plan.rota_id == Shift.rota_id, row.starts_at == Shift.starts_at, row.role == Shift.role
