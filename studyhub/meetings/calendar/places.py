"""Which meetings stand in whose calendar, and a person's place in them; permission is part of the fetch."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import (
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle
from studyhub.circles.toc import LineKind
from studyhub.db import db, kept
from studyhub.meetings import queries as meetings
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import ACTIVE_STATES, Meeting, MeetingState, Signup, SignupChange, SignupState
from studyhub.people.models import User
from studyhub.people.readers import read_by

# What happened to a place because the meeting changed: that change counts already.
WITH_THE_MEETING = ("cancelled", "restored")
# What `meetings.calendar.events` says outside: of a session, and of a chapter in it.
OF_SESSIONS = (
    Meeting.id, Meeting.uid, Meeting.sequence, Meeting.updated_at, Meeting.starts_at, Meeting.ends_at, Meeting.state,
    Meeting.number, Meeting.called_off_number, Meeting.title, Meeting.description, Meeting.format,
    Circle.title, Circle.time_zone, Circle.format,
)  # fmt: skip
OF_CHAPTERS = (
    MeetingChapter.meeting_id, Chapter.number, Chapter.kind, Chapter.title, MeetingChapter.is_read_together,
)  # fmt: skip
# Of ASCII the unit separator.
BETWEEN = "\x1f"


class Place(NamedTuple):
    """A person's place in one meeting, how often it changed since they first had one, and when it last did, if ever."""

    state: SignupState
    changes: int
    changed_at: datetime | None


def public(*, since: datetime) -> Select[Meeting]:
    """Meetings of public circles that end after that moment, in order of time."""
    rows = meetings.visible_to(None).where(Meeting.ends_at >= since)
    return rows.order_by(Meeting.starts_at, Meeting.id)


def of_circle(circle: Circle, *, since: datetime) -> Select[Meeting]:
    """Meetings of a circle that end after that moment, in order of time."""
    rows = meetings.of_circle(circle).where(Meeting.ends_at >= since)
    return rows.options(joinedload(Meeting.circle))


@dataclass(frozen=True)
class Facts:
    """All that public calendars tell of some sessions, and of their chapters: other texts mean other events."""

    sessions: str
    chapters: str


def public_facts(circle: Circle | None = None, *, since: datetime) -> Facts:
    """What those of `public`, or only those of a public circle, tell, put together by the database.

    Calendar programs ask hourly, and mostly nothing has changed: to read the same as events takes twenty times as long.
    """
    given = {"since": since, "circle_id": circle.id if circle else None}
    return Facts(*db.session.execute(_facts(circle is not None), given).one())


@kept
def _facts(is_of_circle: bool) -> Select[str, str]:
    shown = [circles.is_visible(Meeting.circle_id, is_member=False), Meeting.ends_at >= bindparam("since")]
    if is_of_circle:
        shown.append(Meeting.circle_id == bindparam("circle_id"))
    of_chapters = select(MeetingChapter).join(Chapter).join(Meeting, Meeting.id == MeetingChapter.meeting_id)
    sessions = select(Meeting).join(Meeting.circle).order_by(Meeting.starts_at, Meeting.id)
    chapters = of_chapters.where(Chapter.is_to_read).order_by(MeetingChapter.meeting_id, Chapter.position, Chapter.id)
    return select(_as_text(sessions.where(*shown), OF_SESSIONS), _as_text(chapters.where(*shown), OF_CHAPTERS))


def _as_text(rows: Select[Any], columns: Sequence[SQLColumnExpression[Any]]) -> ScalarSelect[str]:
    """All rows in one text; what separates them stands in no text that was typed."""
    texts: Iterable[SQLColumnExpression[str]] = [func.coalesce(cast(column, Text), "") for column in columns]
    line = reduce(lambda before, text: before + BETWEEN + text, texts)
    lines = rows.with_only_columns(line.label("line")).subquery()
    return select(func.coalesce(func.aggregate_strings(lines.c.line, "\n" + BETWEEN), "")).scalar_subquery()


def mine(user: User, *, since: datetime) -> list[tuple[Meeting, Place]]:
    """The meetings a person has a place in or waits for, and those called off under them, in order of time."""
    called_off = and_(Meeting.state == MeetingState.CANCELLED, Signup.state == SignupState.RELEASED)
    changed = _changes(user)
    rows = (
        select(Meeting, Signup.state, changed.c.moments, changed.c.first_at, changed.c.last_at)
        .join(Signup, Signup.meeting_id == Meeting.id)
        .outerjoin(changed, changed.c.meeting_id == Meeting.id)
        .where(
            Signup.user_id == user.id,
            Meeting.ends_at >= since,
            circles.is_visible(Meeting.circle_id, is_member=user.is_member),
            or_(Signup.state.in_(ACTIVE_STATES), called_off),
        )
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id, Signup.id)
    )
    # Whoever signed up again after an earlier cancellation has two rows for one meeting: the newer one counts.
    return list(
        {meeting.id: (meeting, _place(*place)) for meeting, *place in db.session.execute(rows, read_by(user))}.values()
    )


def _changes(user: User) -> Subquery:
    """At how many moments a person's place in each meeting changed by itself, and the first and last of all."""
    by_itself = case((SignupChange.cause.not_in(WITH_THE_MEETING), SignupChange.at))
    moments = func.count(distinct(by_itself)).label("moments")
    first_at, last_at = func.min(SignupChange.at).label("first_at"), func.max(SignupChange.at).label("last_at")
    rows = select(Signup.meeting_id, moments, first_at, last_at).join(SignupChange, SignupChange.signup_id == Signup.id)
    return rows.where(Signup.user_id == user.id).group_by(Signup.meeting_id).subquery()


def _place(state: SignupState, moments: int | None, first_at: datetime | None, last_at: datetime | None) -> Place:
    # Having a place at all is no change: the event is new with it.
    return Place(state, max((moments or 0) - 1, 0), last_at if last_at != first_at else None)


class ChapterLine(NamedTuple):
    """What a calendar says of a chapter, and whether it is read together in the meeting."""

    number: str | None
    title: str
    kind: LineKind
    is_read_together: bool


def chapter_lines(meeting_ids: Collection[int]) -> dict[int, list[ChapterLine]]:
    """What is read in each of these meetings, a line per chapter in order; a meeting without any is left out."""
    rows = (
        select(MeetingChapter.meeting_id, Chapter.number, Chapter.title, Chapter.kind, MeetingChapter.is_read_together)
        .join(Chapter, Chapter.id == MeetingChapter.chapter_id)
        .where(MeetingChapter.meeting_id.in_(meeting_ids), Chapter.is_to_read)
        .order_by(MeetingChapter.meeting_id, Chapter.position, Chapter.id)
    )
    lines: dict[int, list[ChapterLine]] = {}
    for meeting_id, number, title, kind, is_together in db.session.execute(rows):
        lines.setdefault(meeting_id, []).append(ChapterLine(number, title, kind, is_together))
    return lines
