"""Fitting the shifts that are cut to published ones beside them, whose borders may be others.

Where the border of the day moved, the last shift before a plan ends too late or too early for the first one in it, and
so at its end: nobody is called twice for an hour, and no hour is left out.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from studyhub import zones
from studyhub.rota.planning import cutting
from studyhub.rota.planning.inputs import Rules, ShiftKind, Slot


class Published(Protocol):
    """A shift that stays as it is."""

    @property
    def day(self) -> date: ...
    @property
    def kind(self) -> ShiftKind: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def fitted(slots: Sequence[Slot], around: Collection[Published], rules: Rules) -> list[Slot]:
    """Slots without what shifts before and after them take, and with what lies vacant between them and those."""
    if not slots:
        return []
    before = max((one.ends_at for one in around if one.day < slots[0].day), default=None)
    after = min(
        (one for one in around if one.day > slots[-1].day), key=lambda one: (one.starts_at, one.ends_at), default=None
    )
    found = list(slots)
    if before is not None:
        found = _begin_after(found, before, rules)
    if found and after is not None:
        found = _end_before(found, after, rules)
    return found


def _begin_after(slots: list[Slot], ends_at: datetime, rules: Rules) -> list[Slot]:
    left = [slot for slot in slots if slot.ends_at > ends_at]
    if not left:
        return []
    first = left[0]
    # On a weekday the hours between are those of the teams.
    is_gap = first.kind is not ShiftKind.WEEKNIGHT and zones.in_zone(ends_at, rules.zone).date() == first.day
    return [_with(first, ends_at, first.ends_at, rules), *left[1:]] if is_gap or first.starts_at < ends_at else left


def _end_before(slots: list[Slot], after: Published, rules: Rules) -> list[Slot]:
    left = [slot for slot in slots if slot.starts_at < after.starts_at]
    if not left:
        return []
    last = left[-1]
    is_gap = after.kind is not ShiftKind.WEEKNIGHT and zones.in_zone(last.ends_at, rules.zone).date() == after.day
    if not is_gap and last.ends_at <= after.starts_at:
        return left
    return [*left[:-1], _with(last, last.starts_at, after.starts_at, rules)]


def _with(slot: Slot, starts_at: datetime, ends_at: datetime, rules: Rules) -> Slot:
    return cutting.slot(slot.day, slot.kind, starts_at, ends_at, rules)


def places(slots: Iterable[Slot | Published]) -> dict[tuple[date, int, int, ShiftKind], Slot | Published]:
    """Shifts by what they are of their day: its day, which of it, of how many, its kind; in whatever hours."""
    of_days: dict[date, list[Slot | Published]] = {}
    for slot in sorted(slots, key=lambda one: one.starts_at):
        of_days.setdefault(slot.day, []).append(slot)
    return {(day, number, len(own), slot.kind): slot for day, own in of_days.items() for number, slot in enumerate(own)}
