"""Wall time in IANA zones, and what kind of day a date is in Japan and in the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

import jpholiday

EARLIEST_DAY = date(2000, 1, 1)
LATEST_DAY = date(2100, 12, 31)
SATURDAY = 5
# In these hours nobody is reminded of anything, nor expected to answer.
QUIET_FROM, QUIET_TO = time(22), time(8)

# Names a machine may offer although they say nothing about a place: one follows the server, the other is a placeholder.
NOT_PLACES = {"localtime", "Factory"}


class DateOutOfRange(Exception):
    """The date is before EARLIEST_DAY or after LATEST_DAY."""


class DayKind(StrEnum):
    """What a date is for a duty: a working day, a day off, or one the organisation holds dearer than that."""

    WEEKDAY = "weekday"
    DAY_OFF = "day_off"
    SPECIAL = "special"


@dataclass(frozen=True)
class ClosedDays:
    """Days on which the organisation is closed, both ends included."""

    starts_on: date
    ends_on: date
    name: str
    is_special: bool = False

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Holiday:
    """A day off that has a name: a national holiday (named in Japanese) or a closed day of the organisation."""

    name: str
    is_national: bool


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone a person may choose."""
    return frozenset(available_timezones() - NOT_PLACES)


def is_zone(name: str) -> bool:
    return name in zone_names()


def require_in_range(day: date) -> None:
    """Raise DateOutOfRange for a date the product does not plan for."""
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise DateOutOfRange(day)


def to_utc(day: date, at: time, zone: str) -> datetime:
    """The aware UTC moment of a wall time.

    A time the clocks skip (spring) moves forward by what they skip: 02:30 becomes 03:30.
    A time the clocks show twice (autumn) is the first of the two.
    Raises DateOutOfRange; the zone must be one of `zone_names()`.
    """
    require_in_range(day)
    wall = datetime.combine(day, at.replace(fold=0, tzinfo=None), ZoneInfo(zone))
    return wall.astimezone(UTC)


def in_zone(moment: datetime, zone: str) -> datetime:
    """The same moment as clocks in the zone show it (aware)."""
    return moment.astimezone(ZoneInfo(zone))


def holiday_name(day: date, closed_days: Iterable[ClosedDays] = ()) -> Holiday | None:
    """Why nobody works on this date although it might be a weekday; None when there is no such reason.

    A weekend alone is no holiday. Where both apply the organisation's own name is given: people know their
    year-end break by that.
    """
    for closed in closed_days:
        if closed.covers(day):
            return Holiday(closed.name, is_national=False)
    national = national_holiday(day)
    return Holiday(national, is_national=True) if national else None


def kind_of_day(day: date, closed_days: Iterable[ClosedDays] = ()) -> DayKind:
    """The kind of a date; take the date in wall time, for New Year's Day begins on 31 December in UTC."""
    covering = [closed for closed in closed_days if closed.covers(day)]
    if any(closed.is_special for closed in covering):
        return DayKind.SPECIAL
    if covering or day.weekday() >= SATURDAY or national_holiday(day):
        return DayKind.DAY_OFF
    return DayKind.WEEKDAY


# One look-up takes the library 0.1 ms; twenty years of dates fit.
@lru_cache(maxsize=8192)
def national_holiday(day: date) -> str | None:
    """The name of a Japanese national holiday, substitute and sandwiched holidays included.

    Raises DateOutOfRange: the library knows no better than to guess there.
    """
    require_in_range(day)
    name: str | None = jpholiday.is_holiday_name(day)
    return name
