"""The dates of the demo's circles, laid so that as many of them as the plot says have passed."""

import re
from datetime import date, datetime, timedelta
from itertools import count

from studyhub import zones
from studyhub.circles.planning import planner
from studyhub.circles.planning.planner import ChapterToRead, HolidayRule, PerMeeting, PlannedMeeting, PlanRequest
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday, Rhythm
from studyhub.circles.toc import TocLine, page_counts, read_toc
from studyhub.demo.plots import Plot
from studyhub.demo.population import DATA
from studyhub.meetings.changing.creating import NewChapter, NewCircle, NewMeeting
from studyhub.settings import organization
from studyhub.zones import ClosedDays

WEEK = timedelta(weeks=1)


def new_circle(plot: Plot, *, now: datetime) -> NewCircle:
    """Everything the last step of making this circle knows."""
    chapters = chapters_of(plot)
    days = plot.days
    return NewCircle(
        title=plot.title,
        kind=plot.kind,
        key=f"demo:{plot.slug}",
        description=plot.description,
        visibility=plot.visibility,
        format=plot.format,
        level=plot.level,
        is_open_half_way=plot.is_open_half_way,
        time_zone=plot.zone,
        place=plot.place,
        online_url=plot.online_url,
        capacity=plot.capacity,
        every_weeks=days.weeks if isinstance(days, EveryWeeks) else None,
        nth_of_month=days.nth if isinstance(days, NthWeekday) else None,
        weekday=days.weekday,
        start_time=plot.at,
        minutes=plot.minutes,
        book=plot.book,
        chapters=chapters,
        meetings=[_meeting(plot, planned) for planned in planned_meetings(plot, chapters, now=now)],
    )


def _meeting(plot: Plot, planned: PlannedMeeting) -> NewMeeting:
    keys = tuple(int(chapter.key) for chapter in planned.chapters)
    title = plot.titles[keys[0]] if plot.titles else ""
    return NewMeeting(planned.starts_at, planned.ends_at, title=title, chapters=() if plot.titles else keys)


def chapters_of(plot: Plot) -> list[NewChapter]:
    """What the circle reads of its book; none without one."""
    if not plot.toc:
        return []
    lines = read_toc((DATA / "toc" / plot.toc).read_text(encoding="utf-8"))
    read = re.compile(plot.reads)
    pairs = zip(lines, page_counts(lines), strict=True)
    return [_chapter(line, pages) for line, pages in pairs if line.number and read.fullmatch(line.number)]


def _chapter(line: TocLine, pages: int | None) -> NewChapter:
    return NewChapter(line.title, line.number, line.kind, line.part, line.page, pages)


def planned_meetings(plot: Plot, chapters: list[NewChapter], *, now: datetime) -> list[PlannedMeeting]:
    """The circle's dates: begun as many weeks ago as it takes until `plot.over` of them have passed."""
    items = [ChapterToRead(one.number, one.title, one.pages, key) for key, one in enumerate(chapters)]
    items = items or [ChapterToRead(None, title, None, key) for key, title in enumerate(plot.titles)]
    as_of = now - plot.quiet_weeks * WEEK
    newest = zones.in_zone(as_of, plot.zone).date() + WEEK
    tries = (planner.plan(items, _request(plot, newest - weeks * WEEK)) for weeks in count())
    return next(planned for planned in tries if sum(one.ends_at <= as_of for one in planned) >= plot.over)


def _request(plot: Plot, start: date) -> PlanRequest:
    closed = tuple(
        ClosedDays(day.starts_on, day.ends_on, day.name, day.is_special) for day in organization.closed_days()
    )
    rhythm = Rhythm(plot.days, plot.at, plot.minutes, plot.zone)
    return PlanRequest(start, rhythm, PerMeeting(plot.per_meeting), HolidayRule.SKIP, closed)
