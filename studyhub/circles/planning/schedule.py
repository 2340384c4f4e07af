"""The preview of a circle's meetings, with what a person changed in it by hand. Computes only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from studyhub import zones
from studyhub.circles.planning.planner import ChapterToRead, PlannedMeeting, PlanRequest, Shift, plan, total_pages
from studyhub.zones import ClosedDays, Holiday


class RowProblem(StrEnum):
    """What has to be mended in one row."""

    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    SAME_DATE = "same_date"


@dataclass(frozen=True)
class Row:
    """One meeting of the preview. `day` is None where no date is typed; `shift` tells why the plan moved it there."""

    number: int
    typed_day: str
    day: date | None
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


def rows(
    chapters: Sequence[ChapterToRead], request: PlanRequest, edits: Mapping[str, str], *, spare: int = 0
) -> list[Row]:
    """The meetings as planned, with dates (`d<number>`) and places of chapters (`m<key>`) changed by hand.

    Without chapters `spare` meetings are planned that read none.
    Raises PlanTooLong, PagesUnknown, zones.DateOutOfRange.
    """
    planned = plan(chapters or _stand_ins(spare), request)
    groups = _groups(chapters, planned, edits)
    days = [edits.get(f"d{one.number}", one.date.isoformat()).strip() for one in planned]
    known = [_day(text) for text in days]
    return [
        Row(
            number=one.number,
            typed_day=typed,
            day=day,
            chapters=tuple(groups[one.number]),
            shift=one.shift if day == one.date else None,
            holiday=_holiday(day, request.closed_days) if day and (day != one.date or one.falls_on) else None,
            problem=_problem(typed, day, known, has_chapters=bool(groups[one.number])),
        )
        for one, typed, day in zip(planned, days, known, strict=True)
    ]


@dataclass(frozen=True)
class HeldRow:
    """A meeting to be made, its times in UTC."""

    starts_at: datetime
    ends_at: datetime
    chapters: tuple[ChapterToRead, ...]


def held(rows: Sequence[Row], at: time, minutes: int, zone: str) -> list[HeldRow]:
    """The meetings of a preview without problems, in order of time, dropped ones left out."""
    starts = [(zones.to_utc(row.day, at, zone), row.chapters) for row in rows if row.day is not None]
    length = timedelta(minutes=minutes)
    return [HeldRow(start, start + length, chapters) for start, chapters in sorted(starts, key=lambda one: one[0])]


def _stand_ins(count: int) -> list[ChapterToRead]:
    return [ChapterToRead(None, "", None, key=place) for place in range(count)]


def _groups(
    chapters: Sequence[ChapterToRead], planned: Sequence[PlannedMeeting], edits: Mapping[str, str]
) -> dict[int, list[ChapterToRead]]:
    """The chapters of each meeting, in the order of the book."""
    place = {chapter.key: one.number for one in planned for chapter in one.chapters}
    groups: dict[int, list[ChapterToRead]] = {one.number: [] for one in planned}
    for chapter in chapters:
        wanted = edits.get(f"m{chapter.key}", "")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 4 else 0
        groups[number if number in groups else place[chapter.key]].append(chapter)
    return groups


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
