"""How rhythm, shifts and chapters of a circle are said, in the language of the moment."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from studyhub.circles.planning.planner import HolidayRule, Shift
from studyhub.circles.planning.rhythm import LAST, EveryWeeks, NthWeekday
from studyhub.circles.toc import LineKind
from studyhub.words import dates
from studyhub.words.dates import day as day_words
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

NTHS = (1, 2, 3, 4, LAST)


def chapter_number(number: str | None, kind: LineKind) -> str:
    """19章; that of an appendix as it is printed, empty where there is none."""
    return _("Chapter %(number)s", number=number) if number and kind is LineKind.CHAPTER else number or ""


def chapter_name(number: str | None, kind: LineKind, title: str) -> str:
    """19章 Load Balancing at the Frontend."""
    return f"{chapter_number(number, kind)} {title}".lstrip()


class Numbered(Protocol):
    """A chapter, or what a line keeps of one."""

    @property
    def number(self) -> str | None:
        """As it is printed."""

    @property
    def kind(self) -> LineKind:
        """A chapter, or what else stands in a table of contents."""


def chapter_numbers(chapters: Sequence[Numbered]) -> str:
    """1・2・3, of chapters that all have a number; else empty."""
    numbers = [one.number for one in chapters if one.number and one.kind is LineKind.CHAPTER]
    return "・".join(numbers) if len(numbers) == len(chapters) else ""


def weekday(number: int) -> str:
    """The name of a weekday; Monday is 0."""
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return str(names[number])


def weekday_short(number: int) -> str:
    """The name of a weekday where there is little room; Monday is 0."""
    monday = date(2024, 1, 1)
    return dates.weekday(monday + timedelta(days=number))


def nth(number: int) -> str:
    """Which of a month's weekdays."""
    names = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}
    return str(names[number])


def repeat(value: str) -> str:
    """How often, whatever the weekday: `weeks:2` is every other week, `month:-1` the last of each month."""
    kind, _kind, number = value.partition(":")
    if kind == "month":
        return _("The %(nth)s of the month", nth=nth(int(number)))
    few = {"1": _("Every week"), "2": _("Every other week")}
    return str(few.get(number) or _("Every %(count)s weeks", count=number))


def days_words(days: EveryWeeks | NthWeekday) -> str:
    """毎週水曜, or the second Wednesday of each month."""
    name = weekday(days.weekday)
    if isinstance(days, NthWeekday):
        return _("Every %(nth)s %(weekday)s of the month", nth=nth(days.nth), weekday=name)
    if days.weeks == 1:
        return _("Every %(weekday)s", weekday=name)
    if days.weeks == 2:
        return _("Every other %(weekday)s", weekday=name)
    return _("Every %(count)s weeks on %(weekday)s", count=days.weeks, weekday=name)


def hours(start: time, minutes: int) -> str:
    """19:00–20:30 on a clock."""
    end = datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=minutes)
    return f"{start:%H:%M}–{end:%H:%M}"


def shift(moved: Shift, say_day: Callable[[date], str] = day_words) -> str:
    """Why a meeting is later than the rhythm says."""
    day = say_day(moved.from_date)
    if moved.rule is HolidayRule.NEXT:
        return _("Moved to the next working day: %(day)s is a day off (%(name)s).", day=day, name=moved.holiday_name)
    if moved.skipped > 1:
        return ngettext(
            "%(num)s date from %(day)s is left out (%(name)s).",
            "%(num)s dates from %(day)s on are left out (%(name)s and more).",
            moved.skipped,
            day=day,
            name=moved.holiday_name,
        )
    return _("Later than usual: %(day)s is a day off (%(name)s).", day=day, name=moved.holiday_name)
