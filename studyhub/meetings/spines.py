"""The spine: a book as its chapters in a row, with a bookmark where the circle is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select

from studyhub.circles.models import Chapter, ChapterPlan, Circle
from studyhub.circles.toc import LineKind
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState


class Progress(StrEnum):
    """Where a chapter stands: read, read next, without a presenter, or still to come."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    PLAIN = "plain"


class SpineChapter(NamedTuple):
    """One chapter of the row; `meets_at` is None while no meeting reads it."""

    state: Progress
    chapter_id: int
    number: str | None
    title: str
    kind: LineKind
    meeting_id: int | None
    meets_at: datetime | None


@dataclass(frozen=True)
class SmallSpine:
    """A circle's book beside its name: where its chapters stand, in order, and how many want a presenter."""

    states: tuple[Progress, ...]
    wanted: int

    @property
    def done(self) -> int:
        """How many chapters are read."""
        return self.states.count(Progress.DONE)


@dataclass(frozen=True)
class Spine:
    """A circle's book at a glance."""

    chapters: tuple[SpineChapter, ...]

    @property
    def states(self) -> list[Progress]:
        """Where the chapters stand, in order."""
        return [chapter.state for chapter in self.chapters]

    @property
    def done(self) -> int:
        """How many chapters are read."""
        return self.states.count(Progress.DONE)

    @property
    def left(self) -> int:
        """How many chapters are still to be read."""
        return len(self.chapters) - self.done

    def ends_at(self, now: datetime) -> datetime | None:
        """The start of the last meeting that reads a chapter, if it is still to come."""
        times = [chapter.meets_at for chapter in self.chapters if chapter.meets_at and chapter.meets_at > now]
        return max(times, default=None)

    def of(self, state: Progress) -> list[SpineChapter]:
        """The chapters in one state, in order."""
        return [chapter for chapter in self.chapters if chapter.state == state]


def spine(circle: Circle, *, now: datetime) -> Spine | None:
    """The spine of a circle; None for one without a book."""
    rows = db.session.execute(_chapters(), {"circle_ids": [circle.id], "now": now}).all()
    found = [SpineChapter(Progress(state), *rest) for _, state, *rest in rows]
    states = _with_bookmark([chapter.state for chapter in found])
    marked = (chapter._replace(state=state) for chapter, state in zip(found, states, strict=True))
    return Spine(tuple(marked)) if found else None


def small_spines(circle_ids: Iterable[int], *, now: datetime) -> dict[int, SmallSpine]:
    """The spines of circles that read a book, by one statement whatever their number."""
    found: dict[int, list[Progress]] = {}
    # All at once: fetched one by one, each of hundreds takes as long again.
    for circle_id, state in db.session.execute(_states(), {"circle_ids": list(circle_ids), "now": now}).all():
        found.setdefault(circle_id, []).append(_PROGRESS[state])
    return {
        circle_id: SmallSpine(_with_bookmark(states), states.count(Progress.OPEN))
        for circle_id, states in found.items()
    }


# A list of circles has hundreds of chapters: looking a word up is a tenth of what making an enum's member takes.
_PROGRESS = {str(state): state for state in Progress}


def _with_bookmark(states: list[Progress]) -> tuple[Progress, ...]:
    """The first chapter that is not read carries the bookmark."""
    at = next((index for index, state in enumerate(states) if state is not Progress.DONE), len(states))
    return (*states[:at], *[Progress.NEXT] * (at < len(states)), *states[at + 1 :])


@kept
def _states() -> Select[*tuple[Any, ...]]:
    return _read_by_circles(select(ChapterPlan.circle_id, _progress()))


@kept
def _chapters() -> Select[*tuple[Any, ...]]:
    chapter = (Chapter.id, Chapter.number, Chapter.title, Chapter.kind, Meeting.id, Meeting.starts_at)
    return _read_by_circles(select(ChapterPlan.circle_id, _progress(), *chapter))


def _progress() -> ColumnElement[str]:
    """Where a chapter stands, as far as the others do not matter.

    Open is what the line under the spine offers: where cover is looked for, too, while somebody is asked for it.
    """
    is_open = chapter_queries.calls_for_presenter()
    is_read = or_(Chapter.is_read_before, Meeting.ends_at <= bindparam("now"))
    states = ((is_read, str(Progress.DONE)), (is_open, str(Progress.OPEN)))
    return case(*states, else_=str(Progress.PLAIN))


def _read_by_circles(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    is_planned = and_(Meeting.id == MeetingChapter.meeting_id, Meeting.state == MeetingState.SCHEDULED)
    return (
        rows.select_from(Chapter)
        .join(ChapterPlan, ChapterPlan.id == Chapter.plan_id)
        .join(Circle, Circle.id == ChapterPlan.circle_id)
        .outerjoin(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
        .outerjoin(Meeting, is_planned)
        .where(
            ChapterPlan.circle_id.in_(bindparam("circle_ids", expanding=True)),
            ChapterPlan.closed_at.is_(None),
            Chapter.is_to_read,
        )
        .order_by(ChapterPlan.circle_id, Chapter.position, Chapter.id)
    )
