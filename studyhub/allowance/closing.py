"""Closing a month for the allowance, and correcting it afterwards: what was closed is never changed, rows are added."""

from collections.abc import Iterable
from datetime import date, datetime

from studyhub.allowance import answered, queries
from studyhub.allowance.figures import after, begin
from studyhub.allowance.models import AllowanceMonth, AllowanceRow
from studyhub.allowance.parts import Part, differences, of_month
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries as rota_queries
from studyhub.rota.models import Shift
from studyhub.settings import organization


class NotOver(Exception):
    """The month still runs, or is to come."""


class AlreadyClosed(Exception):
    """The month was closed before."""


class NothingServed(Exception):
    """Nobody had a shift in the month."""


class NothingDiffers(Exception):
    """What is counted is what was served: there is nothing to correct."""


class OutsideShift(Exception):
    """The hours are not among those that the shift has in this month."""


class NotCounted(Exception):
    """Hours are taken back that do not count for the person."""


class AlreadyCounted(Exception):
    """Hours are added that count for the person already."""


def close(month: date, *, by: User, now: datetime) -> AllowanceMonth:
    """Close a month, named by its first day. Raises NotOver, AlreadyClosed, NothingServed. Does not commit.

    Whoever has hours in it may, for often nobody else could; the trail says so.
    """
    zone = organization.current().time_zone
    if now < begin(after(month), zone):
        raise NotOver
    rota_queries.lock_planning()
    if queries.closed(month) is not None:
        raise AlreadyClosed
    parts = of_month(queries.held_in(month, zone), month, zone)
    if not parts:
        raise NothingServed
    made = AllowanceMonth(month=month, time_zone=zone, closed_at=now, closed_by=by)
    db.session.add(made)
    acted = answered.in_month(month, zone)
    for part in parts:
        row = _row(made, part, now)
        row.responses = answered.as_json(acted.of(part))
        db.session.add(row)
    db.session.flush()
    is_own = by.id in {part.user_id for part in parts}
    trail.record("allowance.closed_own" if is_own else "allowance.closed", made, by=by, now=now)
    return made


def _row(closed: AllowanceMonth, part: Part, now: datetime) -> AllowanceRow:
    return AllowanceRow(closed=closed, entered_at=now, **part._asdict())


def proposed(closed: AllowanceMonth) -> list[Part]:
    """What differs between a closed month, with its corrections, and what swaps and hand-offs say now.

    None by hand counts.
    """
    counted = [row for row in queries.all_rows(closed) if not row.is_by_hand]
    served = of_month(queries.held_in(closed.month, closed.time_zone), closed.month, closed.time_zone)
    acted = answered.in_month(closed.month, closed.time_zone)
    return [
        *differences([_part(row) for row in counted], served),
        *answered.changed(sorted(counted, key=lambda row: row.id), served, acted),
    ]


def _part(row: AllowanceRow) -> Part:
    return Part(row.user_id, row.shift_id, row.starts_at, row.ends_at, row.sign, row.swap_id)


def correct_as_proposed(closed: AllowanceMonth, reason: str, *, by: User, now: datetime) -> list[AllowanceRow]:
    """Enter what differs. Raises NothingDiffers. Does not commit."""
    rota_queries.lock_planning()
    parts = proposed(closed)
    if not parts:
        raise NothingDiffers
    rows = _enter(closed, parts, reason, is_by_hand=False, by=by, now=now)
    acted = answered.in_month(closed.month, closed.time_zone)
    for row, part in zip(rows, parts, strict=True):
        row.responses = answered.as_json(acted.of(part)) if part.sign > 0 else []
    return rows


def correct_by_hand(closed: AllowanceMonth, part: Part, reason: str, *, by: User, now: datetime) -> AllowanceRow:
    """Enter one correction. Raises OutsideShift, NotCounted, AlreadyCounted. Does not commit."""
    rota_queries.lock_planning()
    shift = db.session.get(Shift, part.shift_id)
    begins, ends = begin(closed.month, closed.time_zone), begin(after(closed.month), closed.time_zone)
    if shift is None or not _is_within(part, max(shift.starts_at, begins), min(shift.ends_at, ends)):
        raise OutsideShift
    _require_sense(closed, part)
    return _enter(closed, [part], reason, is_by_hand=True, by=by, now=now)[0]


def _require_sense(closed: AllowanceMonth, part: Part) -> None:
    """Nobody is paid twice for an hour, nor less than nothing."""
    rows = (row for row in queries.all_rows(closed) if (row.user_id, row.shift_id) == (part.user_id, part.shift_id))
    after = differences([], [*map(_part, rows), part])
    touched = [one for one in after if one.starts_at < part.ends_at and part.starts_at < one.ends_at]
    if any(one.sign < 0 for one in touched):
        raise NotCounted
    if part.sign > 0 and len(set(touched)) < len(touched):
        raise AlreadyCounted


def _is_within(part: Part, since: datetime, until: datetime) -> bool:
    return since <= part.starts_at < part.ends_at <= until


def _enter(
    closed: AllowanceMonth, parts: Iterable[Part], reason: str, *, is_by_hand: bool, by: User, now: datetime
) -> list[AllowanceRow]:
    rows = [_row(closed, part, now) for part in parts]
    for row in rows:
        row.reason, row.entered_by, row.is_by_hand = reason, by, is_by_hand
    db.session.add_all(rows)
    db.session.flush()
    is_own = by.id in {row.user_id for row in rows}
    trail.record(
        "allowance.corrected_own" if is_own else "allowance.corrected",
        closed,
        by=by,
        now=now,
        after={"rows": [row.id for row in rows]},
    )
    return rows
