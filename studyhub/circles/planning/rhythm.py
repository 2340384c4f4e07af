"""How often a circle meets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from studyhub import zones

LAST: Final = -1
WEEKS_MAX = 52
# How long a session takes.
MINUTES_MIN, MINUTES_MAX = 5, 24 * 60


class ImpossibleRhythm(ValueError):
    """A number of the rhythm lies outside what a calendar has; the message names the field."""


@dataclass(frozen=True)
class EveryWeeks:
    """Every n weeks on a weekday (Monday is 0)."""

    weeks: int
    weekday: int

    def __post_init__(self) -> None:
        require(1 <= self.weeks <= WEEKS_MAX, "weeks")
        require(0 <= self.weekday <= 6, "weekday")


@dataclass(frozen=True)
class NthWeekday:
    """The nth (1 to 4, or LAST) given weekday (Monday is 0) of each month."""

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        require(self.nth in (1, 2, 3, 4, LAST), "nth")
        require(0 <= self.weekday <= 6, "weekday")


@dataclass(frozen=True)
class Rhythm:
    """Which days, at what wall time in which IANA zone, and for how many minutes."""

    days: EveryWeeks | NthWeekday
    at: time
    minutes: int
    zone: str

    def __post_init__(self) -> None:
        require(1 <= self.minutes <= MINUTES_MAX, "minutes")
        require(zones.is_zone(self.zone), "zone")


def require(holds: bool, field: str) -> None:
    if not holds:
        raise ImpossibleRhythm(field)


def occurrences(start: date, rhythm: Rhythm) -> Iterator[date]:
    """The dates of a rhythm in order, from the first on or after `start` to the end of the calendar.

    Every second week counts from that first date, whatever weekday `start` is. Raises zones.DateOutOfRange
    when `start` lies outside the calendar.
    """
    zones.require_in_range(start)
    return (moment.date() for moment in rule(start, rhythm.days))


def rule(start: date, days: EveryWeeks | NthWeekday) -> rrule:
    until = at_midnight(zones.LATEST_DAY)
    if isinstance(days, NthWeekday):
        nth = weekday(days.weekday)(days.nth)
        return rrule(MONTHLY, dtstart=at_midnight(start), byweekday=nth, until=until)
    first = start + timedelta(days=(days.weekday - start.weekday()) % 7)
    return rrule(WEEKLY, dtstart=at_midnight(first), interval=days.weeks, until=until)


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
