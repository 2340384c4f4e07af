"""What a circle's page shows of its meetings: read once, with a number of statements that does not grow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, case, func, select

from studyhub.circles.models import Chapter, ChapterPlan, Circle
from studyhub.circles.queries import CHAPTER
from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter, has_lapsed
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.running.scribes import has_scribe
from studyhub.people.models import User

# In the place of whatever is asked about: statements are built once, not for each reader.
IDS: BindParameter[int] = bindparam("ids", expanding=True)


class Presenter(NamedTuple):
    """Who presents a chapter; a guest has no user_id."""

    chapter_id: int
    user_id: int | None
    name: str
    state: AssignmentState
    answer_until: datetime | None


@dataclass(frozen=True)
class ReadChapter:
    """A chapter in its meeting. `is_open` where somebody is still to be found; for cover too it `wants_presenter`."""

    chapter: Chapter
    presenters: Sequence[Presenter]
    is_open: bool
    is_read_together: bool
    wants_presenter: bool


class _Read(NamedTuple):
    chapter: Chapter
    is_read_together: bool
    is_open: bool
    wants_presenter: bool


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
    meetings = queries.MEETING.with_more(_meetings(), {"circle_id": circle.id}, circle=circle)
    ids = [meeting.id for meeting, _more in meetings]
    read = _chapters(ids, now)
    presenters = _presenters([one.chapter.id for group in read.values() for one in group]) if is_inside else {}
    seats = _seats(ids, user) if user and is_inside else {}
    came = _came(ids) if is_inside else {}
    return [
        PlanLine(
            meeting=meeting,
            chapters=_read_chapters(read.get(meeting.id, []), presenters, is_inside=is_inside, now=now),
            signed_up=seats[meeting.id].taken if meeting.id in seats else 0 if is_inside else None,
            came=came.get(meeting.id, 0) if is_inside and meeting.attendance_confirmed_at else None,
            is_past=meeting.ends_at <= now and meeting.state is not MeetingState.POSTPONED,
            is_waiting=meeting.id in seats and bool(seats[meeting.id].is_waiting),
            has_scribe=bool(has_scribe),
        )
        for meeting, [has_scribe] in meetings
    ]


@kept
def _meetings() -> Select[*tuple[Any, ...]]:
    rows = queries.MEETING.select().add_columns(has_scribe().label("has_scribe"))
    return rows.where(Meeting.circle_id == bindparam("circle_id")).order_by(Meeting.starts_at, Meeting.id)


def _read_chapters(
    chapters: Iterable[_Read], presenters: dict[int, list[Presenter]], *, is_inside: bool, now: datetime
) -> list[ReadChapter]:
    lines = []
    for one in chapters:
        current = presenters.get(one.chapter.id, [])
        held = [each for each in current if not has_lapsed(each.state, each.answer_until, now)]
        is_open, is_wanted = is_inside and one.is_open, is_inside and one.wants_presenter
        lines.append(ReadChapter(one.chapter, held, is_open, one.is_read_together, is_wanted))
    return lines


def _chapters(meeting_ids: list[int], now: datetime) -> dict[int, list[_Read]]:
    read: dict[int, list[_Read]] = {}
    for chapter, (meeting_id, *how) in CHAPTER.with_more(_read_in(), {"ids": meeting_ids, "now": now}):
        read.setdefault(meeting_id, []).append(_Read(chapter, *how))
    return read


@kept
def _read_in() -> Select[*tuple[Any, ...]]:
    is_wanted = chapter_queries.wants_presenter().label("is_wanted")
    ways = (MeetingChapter.is_read_together, chapter_queries.is_open().label("is_open"), is_wanted)
    rows = chapter_queries.placed(select(*CHAPTER.columns, MeetingChapter.meeting_id, *ways))
    found: Select[*tuple[Any, ...]] = rows.where(MeetingChapter.meeting_id.in_(IDS), Chapter.is_to_read)
    return found


def _presenters(chapter_ids: list[int]) -> dict[int, list[Presenter]]:
    held: dict[int, list[Presenter]] = {}
    for row in db.session.execute(_holding(), {"ids": chapter_ids}):
        held.setdefault(row[0], []).append(Presenter(*row))
    return held


@kept
def _holding() -> Select[*tuple[Any, ...]]:
    name = func.coalesce(User.name, Assignment.guest_name)
    return (
        select(Assignment.chapter_id, Assignment.user_id, name, Assignment.state, Assignment.answer_until)
        .outerjoin(User, User.id == Assignment.user_id)
        .where(Assignment.chapter_id.in_(IDS), Assignment.state.in_(CURRENT_STATES))
        .order_by(Assignment.id)
    )


class _Seats(NamedTuple):
    taken: int
    is_waiting: int


def _seats(meeting_ids: list[int], user: User) -> dict[int, _Seats]:
    rows = db.session.execute(_signups(), {"ids": meeting_ids, "reader": user.id})
    return {meeting_id: _Seats(taken, is_waiting) for meeting_id, taken, is_waiting in rows}


@kept
def _signups() -> Select[int, int, int]:
    is_waiting = and_(Signup.user_id == bindparam("reader"), Signup.state == SignupState.WAITLISTED)
    taken = func.sum(case((Signup.state.in_(queries.TAKING_STATES), 1), else_=0))
    rows = select(Signup.meeting_id, taken, func.max(case((is_waiting, 1), else_=0)))
    return rows.where(Signup.meeting_id.in_(IDS), Signup.state.in_(queries.ACTIVE_STATES)).group_by(Signup.meeting_id)


def _came(meeting_ids: list[int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(_counts(), {"ids": meeting_ids})}


@kept
def _counts() -> Select[int, int]:
    return (
        select(Attendance.meeting_id, func.count())
        .where(Attendance.meeting_id.in_(IDS), Attendance.state.in_(WAS_THERE))
        .group_by(Attendance.meeting_id)
    )


def credits_of(circle: Circle) -> list[Credit]:
    """Everybody who has presented in a circle, who did most first."""
    return [Credit(*row) for row in db.session.execute(_presented(), {"circle_id": circle.id})]


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
