"""From lines of a table of contents and dates of a plan to what a circle is made of: one step, whoever makes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from studyhub.circles.planning import outline
from studyhub.circles.planning.outline import OutlineLine
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday, Rhythm
from studyhub.meetings.changing.creating import NewChapter, NewMeeting


class Read(Protocol):
    """A chapter of a plan; `key` is the number of its line."""

    @property
    def key(self) -> Any: ...


class Held(Protocol):
    """A session of a plan."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def chapters(self) -> Sequence[Read]: ...


def new_chapters(lines: Sequence[OutlineLine]) -> list[NewChapter]:
    """The chapters that the ticked lines become."""
    facts = zip(lines, outline.pages_of(lines), outline.parts_of(lines), strict=True)
    return [
        NewChapter(line.title, line.number, line.kind, part, line.page, pages, line.is_read_before)
        for line, pages, part in facts
        if line.is_ticked
    ]


def new_meetings(lines: Sequence[OutlineLine], held: Iterable[Held]) -> list[NewMeeting]:
    """The sessions, in the order given; their chapters are counted among the ticked lines."""
    ticked = [index for index, line in enumerate(lines) if line.is_ticked]
    place = {key: position for position, key in enumerate(ticked)}
    return [
        NewMeeting(one.starts_at, one.ends_at, chapters=tuple(place[int(chapter.key)] for chapter in one.chapters))
        for one in held
    ]


def rhythm_of_circle(rhythm: Rhythm) -> dict[str, Any]:
    """How often it meets, as `creating.NewCircle` names it."""
    days = rhythm.days
    return {
        "time_zone": rhythm.zone,
        "every_weeks": days.weeks if isinstance(days, EveryWeeks) else None,
        "nth_of_month": days.nth if isinstance(days, NthWeekday) else None,
        "weekday": days.weekday,
        "start_time": rhythm.at,
        "minutes": rhythm.minutes,
    }
