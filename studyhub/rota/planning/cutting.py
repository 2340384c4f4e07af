"""Cutting a span of days into the shifts of the one rota: what is outside the day of the teams."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from studyhub import zones
from studyhub.people.days import away
from studyhub.rota.planning.inputs import DAY_HOURS, Rules, ShiftKind, Slot
from studyhub.zones import ClosedDays, DayKind

_KINDS = {
    DayKind.WEEKDAY: ShiftKind.WEEKNIGHT,
    DayKind.DAY_OFF: ShiftKind.DAY_OFF,
    DayKind.SPECIAL: ShiftKind.SPECIAL,
}
A_DAY = timedelta(days=1)


def cut(starts_on: date, ends_on: date, rules: Rules, closed_days: Iterable[ClosedDays] = ()) -> tuple[Slot, ...]:
    """The shifts that begin on these days (both included), in order. They leave no hour out save the days of teams.

    A shift has the kind of the day it begins on; borders are wall time, so that a night in which the clocks change is
    an hour shorter or longer. Raises DateOutOfRange.
    """
    closed = tuple(closed_days)
    days = (starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days + 1))
    return tuple(slot for day in days for slot in _of_day(day, rules, kind_of(day, closed)))


def kind_of(day: date, closed_days: Iterable[ClosedDays]) -> ShiftKind:
    """The kind of a shift that begins on a day. Raises DateOutOfRange."""
    return _KINDS[zones.kind_of_day(day, closed_days)]


def _of_day(day: date, rules: Rules, kind: ShiftKind) -> Iterator[Slot]:
    borders = list(_borders(day, rules, kind))
    for (first, begins), (last, ends) in pairwise(borders):
        starts_at, ends_at = zones.to_utc(first, begins, rules.zone), zones.to_utc(last, ends, rules.zone)
        # A border in the hour that the clocks skip may leave nothing between it and the next.
        if starts_at < ends_at:
            yield slot(day, kind, starts_at, ends_at, rules)


def _borders(day: date, rules: Rules, kind: ShiftKind) -> Iterator[tuple[date, time]]:
    if kind is ShiftKind.WEEKNIGHT:
        yield day, rules.day_ends
    else:
        hours = DAY_HOURS // rules.parts_of_day_off
        for part in range(rules.parts_of_day_off):
            at = datetime.combine(day, rules.day_begins) + timedelta(hours=part * hours)
            yield at.date(), at.time()
    yield day + A_DAY, rules.day_begins


def slot(day: date, kind: ShiftKind, starts_at: datetime, ends_at: datetime, rules: Rules) -> Slot:
    """A shift of these hours."""
    days = away.days_touched(starts_at, ends_at, rules.zone)
    evenings = away.evenings_touched(starts_at, ends_at, rules.zone, rules.day_ends)
    return Slot(day, kind, starts_at, ends_at, days, evenings)
