"""What a circle's page shows of its meetings: read once, with a number of statements that does not grow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Chapter, ChapterPlan, Circle
from studyhub.circles.queries import CHAPTER
from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import (
    CURRENT_STATES,
    WILL_PRESENT_OR_DID,
    Assignment,
    AssignmentState,
    MeetingChapter,
    has_lapsed,
)
from studyhub.meetings.models import TAKING_STATES, WAS_THERE, Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.running.scribes import has_scribe
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by


class Presenter(NamedTuple):
    """Who presents a chapter; a guest has no user_id."""

    chapter_id: int
    user_id: int | None
    name: str
    state: AssignmentState
    answer_until: datetime | None


@dataclass(frozen=True)
class ReadChapter:
    """A chapter in its meeting.

    `is_open` where somebody is still to be found; where people are called to take it, for cover too, it
    `wants_presenter`.
    """

    chapter: Chapter
    presenters: list[Presenter]
    is_open: bool
    is_read_together: bool
    wants_presenter: bool

    @property
    def is_in_hands(self) -> bool:
        """Whether somebody has said that they present it, or did."""
        return any(presenter.state in WILL_PRESENT_OR_DID for presenter in self.presenters)

    @property
    def waits_for_answer(self) -> bool:
        """Whether somebody is asked for it, and nobody has said yes so far."""
        is_asked = any(presenter.state is AssignmentState.SUGGESTED for presenter in self.presenters)
        return is_asked and not self.is_in_hands


@dataclass(frozen=True)
class PlanLine:
    """One row of the plan. The counts are None for whoever is not inside; `came` also until attendance is confirmed.

    `is_waiting` is whether the reader is on the waitlist, `has_scribe` whether there is a scribe who can write.
    """

    meeting: Meeting
    chapters: Sequence[ReadChapter]
    signed_up: int | None
    came: int | None
    is_past: bool
    is_waiting: bool
    has_scribe: bool


def are_all_full(lines: Iterable[PlanLine], now: datetime) -> bool:
    """Whether sessions come for which one can sign up, and whoever signs up has to wait in each."""
    coming = [line for line in lines if line.meeting.is_open(now)]
    return bool(coming) and all(_is_full(line) for line in coming)


def _is_full(line: PlanLine) -> bool:
    capacity = line.meeting.capacity
    return not line.meeting.takes_new or (capacity is not None and (line.signed_up or 0) >= capacity)


class Credit(NamedTuple):
    """How many chapters somebody has presented in a circle; a guest has no user_id."""

    user_id: int | None
    name: str
    chapters: int


def plan_lines(circle: Circle, user: User | None, *, is_inside: bool, now: datetime) -> list[PlanLine]:
    """All meetings of a circle in order of time; people stay out of it for whoever is not inside."""
    asked = read_by(user) | {"circle_id": circle.id}
    read = _chapters(circle, is_inside=is_inside, now=now)
    lines = []
    for meeting, (can_be_written, *people) in queries.MEETING.with_more(_meetings(is_inside), asked, circle=circle):
        taken, came, is_waiting = people or (None, None, False)
        line = PlanLine(
            meeting=meeting,
            chapters=read.get(meeting.id, []),
            signed_up=taken,
            came=came if meeting.attendance_confirmed_at else None,
            is_past=meeting.ends_at <= now and meeting.state is not MeetingState.POSTPONED,
            is_waiting=bool(is_waiting),
            has_scribe=bool(can_be_written),
        )
        lines.append(line)
    return lines


@kept
def _meetings(is_inside: bool) -> Select[*tuple[Any, ...]]:
    rows = queries.MEETING.select().add_columns(has_scribe().label("has_scribe"))
    if is_inside:
        rows = rows.add_columns(*_people())
    return rows.where(Meeting.circle_id == bindparam("circle_id")).order_by(Meeting.starts_at, Meeting.id)


def _people() -> tuple[ColumnElement[Any], ...]:
    """How many have a seat in a Meeting of a statement and how many came; whether the reader waits for one."""
    here = Signup.meeting_id == Meeting.id
    seated = select(func.count()).where(here, Signup.state.in_(TAKING_STATES))
    there = select(func.count()).where(Attendance.meeting_id == Meeting.id, Attendance.state.in_(WAS_THERE))
    waits = exists().where(here, Signup.user_id == READER, Signup.state == SignupState.WAITLISTED)
    counts = (rows.correlate(Meeting).scalar_subquery() for rows in (seated, there))
    return *counts, waits.correlate(Meeting).label("is_waiting")


def _chapters(circle: Circle, *, is_inside: bool, now: datetime) -> dict[int, list[ReadChapter]]:
    """What each meeting of a circle reads, by its id, in order."""
    read: dict[int, dict[int, ReadChapter]] = {}
    asked = {"circle_id": circle.id, "now": now}
    for chapter, (meeting_id, is_together, is_open, is_wanted, *held) in CHAPTER.with_more(_read_in(is_inside), asked):
        # A chapter stands in a row for each who presents it.
        one = ReadChapter(chapter, [], is_inside and is_open, is_together, is_inside and is_wanted)
        one = read.setdefault(meeting_id, {}).setdefault(chapter.id, one)
        if held and held[0] is not None:
            presenter = Presenter(chapter.id, *held[1:])
            if not has_lapsed(presenter.state, presenter.answer_until, now):
                one.presenters.append(presenter)
    return {meeting_id: list(chapters.values()) for meeting_id, chapters in read.items()}


@kept
def _read_in(is_inside: bool) -> Select[*tuple[Any, ...]]:
    is_wanted = chapter_queries.calls_for_presenter().label("is_wanted")
    ways = (MeetingChapter.is_read_together, chapter_queries.is_open().label("is_open"), is_wanted)
    rows = chapter_queries.placed(select(*CHAPTER.columns, MeetingChapter.meeting_id, *ways))
    found: Select[*tuple[Any, ...]] = rows.where(Meeting.circle_id == bindparam("circle_id"), Chapter.is_to_read)
    return _with_presenters(found) if is_inside else found


def _with_presenters(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    # Whether a chapter is open looks at assignments of its own.
    held = aliased(Assignment)
    name = func.coalesce(User.name, held.guest_name)
    told = rows.add_columns(held.id, held.user_id, name, held.state, held.answer_until)
    joined = told.outerjoin(held, and_(held.chapter_id == Chapter.id, held.state.in_(CURRENT_STATES)))
    # Behind the order of the chapters.
    return joined.outerjoin(User, User.id == held.user_id).order_by(held.id)


def credits_of(circle: Circle) -> list[Credit]:
    """Everybody who has presented in a circle, who did most first."""
    return [Credit(*row) for row in db.session.execute(_presented(), {"circle_id": circle.id}).all()]


@kept
def _presented() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(User.name, Assignment.guest_name)
    count = func.count()
    return (
        select(Assignment.user_id, name, count)
        .join(Chapter, Chapter.id == Assignment.chapter_id)
        .join(ChapterPlan, ChapterPlan.id == Chapter.plan_id)
        .outerjoin(User, User.id == Assignment.user_id)
        .where(ChapterPlan.circle_id == bindparam("circle_id"), Assignment.state == AssignmentState.PRESENTED)
        .group_by(Assignment.user_id, name)
        .order_by(count.desc(), func.min(Assignment.id))
    )
