"""The preview of a circle's meetings, with what a person changed in it by hand. Computes only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from statistics import median

from studyhub import zones
from studyhub.circles.planning import by_hand
from studyhub.circles.planning.division import divide
from studyhub.circles.planning.planner import (
    ChapterToRead,
    HolidayRule,
    PlannedMeeting,
    PlanRequest,
    Shift,
    plan_groups,
    total_pages,
)
from studyhub.circles.planning.rhythm import occurrences
from studyhub.zones import ClosedDays, Holiday

# From so many sessions on, one that is twice as long as the middle one is pointed out.
COMPARED_FROM = 3


class RowProblem(StrEnum):
    """What has to be mended in one row."""

    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    SAME_DATE = "same_date"
    BAD_START = "bad_start"


@dataclass(frozen=True)
class Row:
    """One meeting of the preview, known by the key of the chapter it begins with.

    `day` is None where no date is typed; `planned_day` is the one planned for it, `rhythm_day` that of the rhythm,
    which a holiday may have moved. `shift` tells why the plan moved it there.
    """

    number: int
    key: str
    planned_day: date
    rhythm_day: date
    typed_day: str
    day: date | None
    typed_start: str
    start: time | None
    chapters: tuple[ChapterToRead, ...]
    shift: Shift | None
    holiday: Holiday | None
    problem: RowProblem | None

    @property
    def pages(self) -> int | None:
        """Pages of all its chapters, if every one tells."""
        return total_pages(self.chapters) if self.chapters else None

    @property
    def is_dropped(self) -> bool:
        """Whether it is not to be held: nothing to read, and its date taken away."""
        return not self.chapters and not self.typed_day

    @property
    def has_day_by_hand(self) -> bool:
        """Whether its date is not the one planned."""
        return self.typed_day != self.planned_day.isoformat()


@dataclass(frozen=True)
class DayOff:
    """A date of the rhythm on which nobody meets: a holiday with its name, or one left out by hand."""

    day: date
    name: str | None


def rows(
    chapters: Sequence[ChapterToRead], request: PlanRequest, edits: Mapping[str, str], *, spare: int = 0
) -> list[Row]:
    """The meetings as planned, with what was changed by hand (`by_hand`).

    Without chapters `spare` meetings are planned that read none.
    Raises PlanTooLong, PagesUnknown, zones.DateOutOfRange.
    """
    groups = by_hand.regrouped(divide(chapters or _stand_ins(spare), request.division), edits)
    planned = plan_groups(groups, replace(request, left_out=by_hand.left_out(edits)))
    places = _places(chapters, planned, edits)
    days = [edits.get(f"{by_hand.DAY}{_key(one)}", one.date.isoformat()).strip() for one in planned]
    known = [_day(text) for text in days]
    return [
        _row(one, typed, places[one.number], request, edits, known) for one, typed in zip(planned, days, strict=True)
    ]


def _row(
    one: PlannedMeeting,
    typed_day: str,
    chapters: Sequence[ChapterToRead],
    request: PlanRequest,
    edits: Mapping[str, str],
    days: Sequence[date | None],
) -> Row:
    day, key = _day(typed_day), _key(one)
    typed_start = edits.get(f"{by_hand.START}{key}", f"{request.rhythm.at:%H:%M}")
    start = _time(typed_start)
    problem = _problem(typed_day, day, days, has_chapters=bool(chapters))
    if problem is None and start is None and typed_day:
        problem = RowProblem.BAD_START
    is_moved = one.shift is not None and one.shift.rule is HolidayRule.NEXT
    return Row(
        number=one.number,
        key=key,
        planned_day=one.date,
        rhythm_day=one.shift.from_date if one.shift and is_moved else one.date,
        typed_day=typed_day,
        day=day,
        typed_start=typed_start,
        start=start,
        chapters=tuple(chapters),
        shift=one.shift if day == one.date else None,
        holiday=_holiday(day, request.closed_days) if day and (day != one.date or one.falls_on) else None,
        problem=problem,
    )


def _key(one: PlannedMeeting) -> str:
    return str(one.chapters[0].key)


def with_days_off(rows: Sequence[Row], request: PlanRequest, edits: Mapping[str, str]) -> list[Row | DayOff]:
    """The rows, and between them every date of the rhythm on which nobody meets."""
    ends = max((row.planned_day for row in rows), default=request.start)
    off = list(_days_off(request, by_hand.left_out(edits), ends))
    found: list[Row | DayOff] = []
    for row in rows:
        while off and off[0].day < row.planned_day:
            found.append(off.pop(0))
        found.append(row)
    return found


def _days_off(request: PlanRequest, left_out: frozenset[date], ends: date) -> Iterator[DayOff]:
    for day in takewhile(lambda day: day <= ends, occurrences(request.start, request.rhythm)):
        holiday = _holiday(day, request.closed_days)
        if day in left_out:
            yield DayOff(day, None)
        elif holiday and request.holidays is HolidayRule.SKIP:
            yield DayOff(day, holiday.name)


def long_rows(rows: Sequence[Row]) -> set[str]:
    """The keys of rows with at least twice the pages of the middle one."""
    known = {row.key: row.pages for row in rows if row.pages}
    if len(known) < COMPARED_FROM:
        return set()
    middle = median(known.values())
    return {key for key, pages in known.items() if pages >= 2 * middle}


@dataclass(frozen=True)
class HeldRow:
    """A meeting to be made, its times in UTC."""

    starts_at: datetime
    ends_at: datetime
    chapters: tuple[ChapterToRead, ...]


def held(rows: Sequence[Row], minutes: int, zone: str) -> list[HeldRow]:
    """The meetings of a preview without problems, in order of time, dropped ones left out."""
    starts = [(zones.to_utc(row.day, row.start, zone), row.chapters) for row in rows if row.day and row.start]
    length = timedelta(minutes=minutes)
    return [HeldRow(start, start + length, chapters) for start, chapters in sorted(starts, key=lambda one: one[0])]


def _stand_ins(count: int) -> list[ChapterToRead]:
    return [ChapterToRead(None, "", None, key=place) for place in range(count)]


def _places(
    chapters: Sequence[ChapterToRead], planned: Sequence[PlannedMeeting], edits: Mapping[str, str]
) -> dict[int, list[ChapterToRead]]:
    """The chapters of each meeting by its number, in the order of the book; some were moved to another one."""
    place = {str(chapter.key): one.number for one in planned for chapter in one.chapters}
    places: dict[int, list[ChapterToRead]] = {one.number: [] for one in planned}
    for chapter in chapters:
        wanted = edits.get(f"{by_hand.MOVED}{chapter.key}", "")
        places[place.get(wanted, place[str(chapter.key)])].append(chapter)
    return places


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
        zones.require_in_range(day)
    except (ValueError, zones.DateOutOfRange):
        return None
    return day


def _holiday(day: date, closed_days: Iterable[ClosedDays]) -> Holiday | None:
    return zones.holiday_name(day, closed_days)


def _problem(typed: str, day: date | None, days: Sequence[date | None], *, has_chapters: bool) -> RowProblem | None:
    if not typed:
        return RowProblem.NO_DATE if has_chapters else None
    if day is None:
        return RowProblem.BAD_DATE
    return RowProblem.SAME_DATE if days.count(day) > 1 else None
