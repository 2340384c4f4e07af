"""Whether somebody is away at a time: one answer for chapters, shifts and pages."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from studyhub import zones
from studyhub.people.models import DayPart

A_DAY = timedelta(days=1)
# When evenings begin until the organisation says otherwise.
EVENING = time(19)


class Period(Protocol):
    """What somebody noted; see `people.models.Unavailability`."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def weekday(self) -> int | None: ...
    @property
    def part(self) -> DayPart: ...
    @property
    def is_rather_not(self) -> bool: ...


class Answer(StrEnum):
    """What somebody said of a time. Of several the strongest counts: away, then rather not."""

    FREE = "free"
    RATHER_NOT = "rather_not"
    AWAY = "away"


def answer(
    periods: Iterable[Period], starts_at: datetime, ends_at: datetime, *, zone: str, evening: time = EVENING
) -> Answer:
    """What somebody who noted these periods said of a span of time. Days are those of a zone, in wall time."""
    touched = [period for period in periods if touches(period, starts_at, ends_at, zone=zone, evening=evening)]
    if any(not period.is_rather_not for period in touched):
        return Answer.AWAY
    return Answer.RATHER_NOT if touched else Answer.FREE


def touches(period: Period, starts_at: datetime, ends_at: datetime, *, zone: str, evening: time = EVENING) -> bool:
    """Whether a span of time has an hour in common with a period."""
    days = days_touched(starts_at, ends_at, zone)
    said = days if period.part is DayPart.WHOLE else evenings_touched(starts_at, ends_at, zone, evening)
    return any(includes(period, day) for day in said)


def includes(period: Period, day: date) -> bool:
    """Whether a period is about a day."""
    return period.starts_on <= day <= period.ends_on and period.weekday in (None, day.weekday())


def days_of(period: Period, first: date, last: date) -> Iterator[date]:
    """The days of a span, both ends included, that a period is about."""
    begins, ends = max(period.starts_on, first), min(period.ends_on, last)
    days = (begins + A_DAY * number for number in range((ends - begins).days + 1))
    return (day for day in days if includes(period, day))


def days_touched(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[date, ...]:
    """The days, in wall time, of which a span of time has a part."""
    first = zones.in_zone(starts_at, zone).date()
    # What ends at midnight does not touch the day that begins then.
    last = zones.in_zone(ends_at - timedelta(microseconds=1), zone).date()
    return tuple(first + A_DAY * number for number in range((last - first).days + 1))


def evenings_touched(starts_at: datetime, ends_at: datetime, zone: str, evening: time) -> tuple[date, ...]:
    """The days, in wall time, of whose evening a span of time has a part."""
    ends = zones.in_zone(ends_at, zone)
    days = days_touched(starts_at, ends_at, zone)
    return tuple(day for day in days if ends > datetime.combine(day, evening, ends.tzinfo))
