"""Months of days to tap: which somebody noted, and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.people.days import away
from studyhub.people.days.away import A_DAY
from studyhub.people.models import DayPart, Unavailability

A_WEEK = 7
MONTHS = 3


@dataclass(frozen=True)
class Day:
    """A day: what is noted of itself, and what of each week, or only as rather not, stays whatever is tapped."""

    day: date
    is_whole: bool
    is_evening: bool
    stays: bool


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None where a day is of another month or outside the span."""

    first: date
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class Span:
    """Some months; `name` is the first one as an address says it, as are those before and after."""

    first: date
    last: date

    @property
    def name(self) -> str:
        return _name(self.first)

    @property
    def previous(self) -> str:
        return _name(self.first - relativedelta(months=MONTHS))

    @property
    def next(self) -> str:
        return _name(self.last + A_DAY)


def _name(first: date) -> str:
    return first.isoformat()[:7]


def span(name: str, *, today: date) -> Span:
    """The months from the one of this name on; from the present one where it is no name of one to plan for."""
    try:
        first = date.fromisoformat(f"{name}-01")
        zones.require_in_range(first - relativedelta(months=MONTHS))
        zones.require_in_range(first + relativedelta(months=2 * MONTHS))
    except (ValueError, OverflowError, zones.DateOutOfRange):
        first = today.replace(day=1)
    return Span(first, first + relativedelta(months=MONTHS) - A_DAY)


def months(periods: Sequence[Unavailability], first: date, last: date) -> list[Month]:
    """The months of a span of days, both ends included."""
    tapped = [one for one in periods if one.weekday is None and not one.is_rather_not]
    whole = _days((one for one in tapped if one.part is DayPart.WHOLE), first, last)
    evenings = _days((one for one in tapped if one.part is DayPart.EVENING), first, last)
    staying = _days((one for one in periods if one not in tapped), first, last)
    days = [first + A_DAY * number for number in range((last - first).days + 1)]
    found = [Day(day, day in whole, day in evenings, day in staying) for day in days]
    begins = sorted({day.replace(day=1) for day in days})
    return [Month(begin, _weeks([day for day in found if day.day.replace(day=1) == begin])) for begin in begins]


def _days(periods: Iterable[Unavailability], first: date, last: date) -> set[date]:
    return {day for period in periods for day in away.days_of(period, first, last)}


def _weeks(days: Sequence[Day]) -> list[list[Day | None]]:
    before, after = days[0].day.weekday(), A_WEEK - 1 - days[-1].day.weekday()
    cells: list[Day | None] = [*[None] * before, *days, *[None] * after]
    return [cells[begin : begin + A_WEEK] for begin in range(0, len(cells), A_WEEK)]
