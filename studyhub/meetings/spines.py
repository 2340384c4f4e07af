"""The spine: a book as its chapters in a row, with a bookmark where the circle is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, select

from studyhub.circles.models import Chapter, ChapterPlan, Circle, Format
from studyhub.db import db
from studyhub.meetings.assignment_models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState


class Progress(StrEnum):
    """Where a chapter stands: read, read next, without a presenter, or still to come."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    PLAIN = "plain"


@dataclass(frozen=True)
class SpineChapter:
    """One chapter of the row; `meets_at` is None while no meeting reads it."""

    chapter_id: int
    number: str | None
    title: str
    state: Progress
    meeting_id: int | None
    meets_at: datetime | None


@dataclass(frozen=True)
class Spine:
    """A circle's book at a glance."""

    chapters: tuple[SpineChapter, ...]

    @property
    def done(self) -> int:
        """How many chapters are read."""
        return sum(chapter.state is Progress.DONE for chapter in self.chapters)

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
        return [chapter for chapter in self.chapters if chapter.state is state]


def spines(circle_ids: Iterable[int], *, now: datetime) -> dict[int, Spine]:
    """The spines of circles that read a book, in one query whatever their number."""
    found: dict[int, list[SpineChapter]] = {}
    for row in db.session.execute(_rows(), {"circle_ids": list(circle_ids)}):
        chapter = SpineChapter(row.id, row.number, row.title, _state(row, now), row.meeting_id, row.starts_at)
        found.setdefault(row.circle_id, []).append(chapter)
    return {circle_id: Spine(_with_bookmark(chapters)) for circle_id, chapters in found.items()}


def _state(row: Row[*tuple[Any, ...]], now: datetime) -> Progress:
    if row.is_read_before or (row.ends_at is not None and row.ends_at <= now):
        return Progress.DONE
    is_presented = (row.meeting_format or row.circle_format) is Format.PRESENTED
    return Progress.OPEN if is_presented and not row.has_presenter else Progress.PLAIN


def _with_bookmark(chapters: list[SpineChapter]) -> tuple[SpineChapter, ...]:
    """The first chapter that is not read carries the bookmark."""
    for index, chapter in enumerate(chapters):
        if chapter.state is not Progress.DONE:
            chapters[index] = replace(chapter, state=Progress.NEXT)
            break
    return tuple(chapters)


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    taken = {AssignmentState.ACCEPTED, AssignmentState.READY, AssignmentState.PRESENTED}
    has_presenter = exists().where(Assignment.chapter_id == Chapter.id, Assignment.state.in_(taken))
    is_planned = and_(Meeting.id == MeetingChapter.meeting_id, Meeting.state == MeetingState.SCHEDULED)
    return (
        select(
            ChapterPlan.circle_id,
            Circle.format.label("circle_format"),
            Chapter.id,
            Chapter.number,
            Chapter.title,
            Chapter.is_read_before,
            Meeting.id.label("meeting_id"),
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.format.label("meeting_format"),
            has_presenter.label("has_presenter"),
        )
        .join(ChapterPlan, ChapterPlan.id == Chapter.plan_id)
        .join(Circle, Circle.id == ChapterPlan.circle_id)
        .outerjoin(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
        .outerjoin(Meeting, is_planned)
        .where(
            ChapterPlan.circle_id.in_(bindparam("circle_ids", expanding=True)),
            ChapterPlan.closed_at.is_(None),
            Chapter.skipped_at.is_(None),
            Chapter.merged_into_id.is_(None),
        )
        .order_by(ChapterPlan.circle_id, Chapter.position, Chapter.id)
    )
