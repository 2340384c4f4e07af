"""A circle's meetings, computed from its chapters and rhythm. Computes only: nothing is read or stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from studyhub import zones
from studyhub.circles.planning.division import (
    MEETINGS_MAX,
    ChapterToRead,
    Division,
    InMeetings,
    PagesPerMeeting,
    PagesUnknown,
    PerMeeting,
    PlanTooLong,
    divide,
)
from studyhub.circles.planning.rhythm import Rhythm, occurrences
from studyhub.zones import ClosedDays, DateOutOfRange, DayKind, Holiday

__all__ = [
    "ChapterToRead",
    "DateOutOfRange",
    "HolidayRule",
    "InMeetings",
    "PagesPerMeeting",
    "PagesUnknown",
    "PerMeeting",
    "PlanRequest",
    "PlanTooLong",
    "PlannedMeeting",
    "Shift",
    "plan",
    "plan_groups",
]


class HolidayRule(StrEnum):
    """What becomes of a meeting that falls on a holiday or closed day."""

    SKIP = "skip"
    NEXT = "next"
    KEEP = "keep"


@dataclass(frozen=True)
class PlanRequest:
    """How the chapters are to be spread over time."""

    start: date
    rhythm: Rhythm
    division: Division
    holidays: HolidayRule = HolidayRule.SKIP
    closed_days: tuple[ClosedDays, ...] = ()
    # Dates of the rhythm that somebody left out by hand.
    left_out: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Shift:
    """Why a meeting is later than the rhythm says.

    `from_date` is the first date it could not be held on, and `holiday_name` what that date is called. `rule` is NEXT
    for the next working day; SKIP when that date has no meeting and its chapters moved on to this one.
    `skipped` counts the dates passed over, 0 under NEXT.
    """

    from_date: date
    holiday_name: str
    rule: HolidayRule
    skipped: int = 0


@dataclass(frozen=True)
class PlannedMeeting:
    """One meeting to come: `date` in the rhythm's zone, both times in UTC.

    `pages` is None unless every chapter tells. `falls_on` is the holiday it is held on regardless.
    """

    number: int
    date: date
    starts_at: datetime
    ends_at: datetime
    chapters: tuple[ChapterToRead, ...]
    pages: int | None
    shift: Shift | None
    falls_on: Holiday | None


@dataclass(frozen=True)
class Slot:
    """A date on which a meeting can be held."""

    date: date
    shift: Shift | None = None
    falls_on: Holiday | None = None


def plan(chapters: Sequence[ChapterToRead], request: PlanRequest) -> list[PlannedMeeting]:
    """Every meeting, numbered from 1, with each chapter exactly once and in order; none for no chapters.

    Raises PlanTooLong, PagesUnknown, or DateOutOfRange when the calendar ends before the book does.
    """
    return plan_groups(divide(chapters, request.division), request)


def plan_groups(groups: Sequence[Sequence[ChapterToRead]], request: PlanRequest) -> list[PlannedMeeting]:
    """A meeting for each group of chapters. Raises PlanTooLong or DateOutOfRange."""
    if len(groups) > MEETINGS_MAX:
        raise PlanTooLong
    dates = slots(request)
    meetings = []
    for number, group in enumerate(groups, start=1):
        slot = next(dates, None)
        if slot is None:
            raise DateOutOfRange(zones.LATEST_DAY)
        meetings.append(meeting(number, slot, tuple(group), request.rhythm))
    return meetings


def meeting(number: int, slot: Slot, chapters: tuple[ChapterToRead, ...], rhythm: Rhythm) -> PlannedMeeting:
    starts_at = zones.to_utc(slot.date, rhythm.at, rhythm.zone)
    return PlannedMeeting(
        number=number,
        date=slot.date,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=rhythm.minutes),
        chapters=chapters,
        pages=total_pages(chapters),
        shift=slot.shift,
        falls_on=slot.falls_on,
    )


def total_pages(chapters: Iterable[ChapterToRead]) -> int | None:
    pages = [chapter.pages for chapter in chapters]
    known = [count for count in pages if count is not None]
    return sum(known) if len(known) == len(pages) else None


def slots(request: PlanRequest) -> Iterator[Slot]:
    """The dates meetings can be held on, in order, each once, up to the end of the calendar."""
    skipped: Shift | None = None
    for day, following in with_following(occurrences(request.start, request.rhythm)):
        if day in request.left_out:
            continue
        holiday = zones.holiday_name(day, request.closed_days)
        slot = slot_on(day, holiday, following, request)
        if slot is not None:
            yield replace(slot, shift=skipped or slot.shift)
            skipped = None
        elif skipped is not None:
            skipped = replace(skipped, skipped=skipped.skipped + 1)
        elif holiday is not None:
            skipped = Shift(day, holiday.name, HolidayRule.SKIP, skipped=1)


def with_following(days: Iterator[date]) -> Iterator[tuple[date, date]]:
    """Each date with the one after it; the last with the first day beyond the calendar."""

    def closed_off() -> Iterator[date]:
        yield from days
        yield zones.LATEST_DAY + timedelta(days=1)

    return pairwise(closed_off())


def slot_on(day: date, holiday: Holiday | None, following: date, request: PlanRequest) -> Slot | None:
    """Where the meeting of this date goes; None when it is not held. `following` is the next date of the rhythm."""
    if holiday is None:
        return Slot(day)
    if request.holidays is HolidayRule.KEEP:
        return Slot(day, falls_on=holiday)
    if request.holidays is HolidayRule.SKIP:
        return None
    moved_to = working_day_between(day, following, request.closed_days)
    return Slot(moved_to, Shift(day, holiday.name, HolidayRule.NEXT)) if moved_to else None


def working_day_between(after: date, before: date, closed_days: Sequence[ClosedDays]) -> date | None:
    """The first weekday strictly between two dates that is neither a holiday nor closed."""
    days = (after + timedelta(days=step) for step in range(1, (before - after).days))
    return next((day for day in days if zones.kind_of_day(day, closed_days) is DayKind.WEEKDAY), None)
