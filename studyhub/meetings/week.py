"""What happens this week over all circles one may see, joined or not, read by one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, case, exists, func, literal, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Format
from studyhub.circles.toc import LineKind
from studyhub.commitments.models import Commitment
from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import (
    ACTIVE_STATES,
    LONGEST,
    TAKING_STATES,
    Attendance,
    AttendanceState,
    Meeting,
    MeetingState,
    Signup,
    SignupState,
)
from studyhub.people.models import User
from studyhub.people.readers import is_member, read_by

# However many sessions an organisation holds, a page shows no more of them.
SHOWN = 60
FRIDAY = 4
DAYS = 7
# No hours of anybody's calendar take longer: of years of nights on duty those of these days are read.
BUSY_LONGEST = timedelta(days=7)


class ReadChapter(NamedTuple):
    """A chapter as a line of the week names it."""

    number: str | None
    title: str
    kind: LineKind


class WeekSession(NamedTuple):
    """One session of the week, as a line shows it.

    `people` is None for whoever is not inside, `free` also where there is no limit. `mine` is the reader's place,
    `clash` the name of what they go to at the same time, "" where it has none that may be told.
    """

    id: int
    number: int | None
    title: str
    starts_at: datetime
    ends_at: datetime
    format: Format
    place: str
    is_online: bool
    circle: str
    time_zone: str
    chapters: tuple[ReadChapter, ...]
    people: int | None
    free: int | None
    is_full: bool
    mine: SignupState | None
    is_absent: bool
    clash: str | None

    def has_begun(self, now: datetime) -> bool:
        """Whether it is too late to sign up."""
        return now >= self.starts_at


@dataclass(frozen=True)
class WeekDay:
    """The sessions of one day; `away` is in how many days that is."""

    day: date
    away: int
    sessions: tuple[WeekSession, ...]


@dataclass(frozen=True)
class Week:
    """What comes until Sunday, from Friday on until the Sunday after; `later` is what comes in the week after that.

    `takes_in_next` is whether it goes on until the Sunday after. `next` is the first session that comes at all, where
    there is none until then. `hidden` is how many sessions until Sunday a short one leaves out; it has no `later`.
    """

    takes_in_next: bool
    days: tuple[WeekDay, ...]
    later: tuple[WeekDay, ...]
    next: WeekSession | None
    hidden: int = 0


def week(user: User | None, *, zone: str, now: datetime) -> Week:
    """The week of a reader whose days are those of this IANA zone; None is a visitor, who is told of no people."""
    sunday = sunday_of(now, zone)
    until, after = midnight_after(sunday, zone), midnight_after(sunday + timedelta(days=DAYS), zone)
    sessions = _read(user, _coming(is_member(user)), now).sessions
    later = [session for session in sessions if until <= session.starts_at < after]
    return replace(_until_sunday(sessions, zone, now), later=_days(later, zone, now))


def short_week(user: User | None, *, zone: str, most: int, now: datetime) -> Week:
    """At most so many sessions until Sunday, those the reader goes to before others; the rest is counted."""
    until = midnight_after(sunday_of(now, zone), zone)
    sessions, in_all = _read(user, _first(is_member(user)), now, until=until, most=most)
    found = _until_sunday(sessions, zone, now)
    return replace(found, hidden=in_all - sum(len(one.sessions) for one in found.days))


def _until_sunday(sessions: Sequence[WeekSession], zone: str, now: datetime) -> Week:
    until = midnight_after(sunday_of(now, zone), zone)
    soon = [session for session in sessions if session.starts_at < until]
    following = None if soon or not sessions else sessions[0]
    return Week(takes_in_next(now, zone), _days(soon, zone, now), later=(), next=following)


def sunday_of(now: datetime, zone: str) -> date:
    """The Sunday with which the week ends; from Friday on that of the week after."""
    today = now.astimezone(ZoneInfo(zone)).date()
    this_one = today + timedelta(days=DAYS - 1 - today.weekday())
    return this_one + timedelta(days=DAYS) if takes_in_next(now, zone) else this_one


def takes_in_next(now: datetime, zone: str) -> bool:
    """Whether what is said of this week goes on until the Sunday after."""
    return now.astimezone(ZoneInfo(zone)).weekday() >= FRIDAY


def midnight_after(day: date, zone: str) -> datetime:
    """When a day ends in an IANA zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def _days(sessions: Iterable[WeekSession], zone: str, now: datetime) -> tuple[WeekDay, ...]:
    local, today = ZoneInfo(zone), now.astimezone(ZoneInfo(zone)).date()
    # What began yesterday and still runs belongs to today.
    by_day = groupby(sessions, lambda session: max(session.starts_at.astimezone(local).date(), today))
    return tuple(WeekDay(day, (day - today).days, tuple(those)) for day, those in by_day)


class _Found(NamedTuple):
    """Sessions, and how many come until Sunday with those that a short week leaves out (0: nobody counted)."""

    sessions: list[WeekSession]
    in_all: int


def _read(user: User | None, statement: Any, now: datetime, **asked: Any) -> _Found:
    asked |= read_by(user) | {"me": user.id if user else None, "now": now}
    asked |= {"since": now - LONGEST, "busy_since": now - LONGEST - BUSY_LONGEST}
    found = [list(lines) for _id, lines in groupby(db.session.execute(statement, asked).all(), lambda row: row.id)]
    taken = [lines[0] for lines in found if lines[0].mine is SignupState.CONFIRMED]
    sessions = [_session(lines, taken, is_inside=is_member(user)) for lines in found]
    return _Found(sessions, found[0][0].in_all if found else 0)


def _session(rows: Sequence[Any], taken: Sequence[Any], *, is_inside: bool) -> WeekSession:
    row = rows[0]
    left = None if row.capacity is None else max(row.capacity - row.taken, 0)
    return WeekSession(
        id=row.id,
        number=row.number,
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        format=row.format or row.circle_format,
        place=row.place if is_inside else "",
        is_online=bool(row.online_url) and is_inside,
        circle=row.circle,
        time_zone=row.time_zone,
        chapters=tuple(ReadChapter(one.chapter, one.name, one.kind) for one in rows if one.name is not None),
        people=row.taken if is_inside else None,
        free=left if is_inside else None,
        is_full=left == 0 or not row.takes_new,
        mine=row.mine,
        is_absent=row.is_absent,
        clash=_at_once_with(row, taken) if row.is_busy and row.mine is None else None,
    )


def _at_once_with(row: Any, taken: Sequence[Any]) -> str:
    """The circle of what is at the same time, where that stands in the week too."""
    return next((one.circle for one in taken if one.starts_at < row.ends_at and row.starts_at < one.ends_at), "")


@kept
def _coming(is_member: bool) -> Select[*tuple[Any, ...]]:
    return _told(_near(is_member).subquery(), literal(0))


@kept
def _first(is_member: bool) -> Select[*tuple[Any, ...]]:
    # Which they are is settled before anything is counted of any: most are left out.
    near = _near(is_member).subquery()
    is_later = near.c.starts_at >= bindparam("until")
    in_all = func.sum(case((is_later, 0), else_=1)).over().label("in_all")
    first = (
        select(near.c.id, near.c.mine, in_all)
        .order_by(is_later, and_(~is_later, near.c.mine.is_(None)), near.c.starts_at, near.c.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return _told(first, first.c.in_all)


def _near(is_member: bool) -> Select[*tuple[Any, ...]]:
    """The sessions that come first, with the reader's place in each."""
    return (
        select(Meeting.id, Meeting.starts_at, _mine().label("mine"))
        .where(Meeting.starts_at > bindparam("since"), Meeting.ends_at > bindparam("now"))
        .where(Meeting.state == MeetingState.SCHEDULED, circles.is_visible(Meeting.circle_id, is_member=is_member))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(SHOWN)
    )


def _told(picked: Subquery, in_all: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Of those that are picked what a line says of each, a row for each chapter."""
    asked = (
        select(Meeting.id, picked.c.mine, in_all.label("in_all"))
        .add_columns(_taken().label("taken"), _is_absent().label("is_absent"), _is_busy().label("is_busy"))
        .join(picked, picked.c.id == Meeting.id)
        .subquery()
    )
    return (
        select(Meeting.id, Meeting.number, Meeting.title, Meeting.starts_at, Meeting.ends_at, Meeting.format)
        .add_columns(Meeting.place, Meeting.online_url, Meeting.capacity, Meeting.takes_new)
        .add_columns(Circle.title.label("circle"), Circle.format.label("circle_format"), Circle.time_zone)
        .add_columns(asked.c.taken, asked.c.mine, asked.c.is_absent, asked.c.is_busy, asked.c.in_all)
        .add_columns(Chapter.number.label("chapter"), Chapter.title.label("name"), Chapter.kind)
        .join(asked, asked.c.id == Meeting.id)
        .join(Circle, Circle.id == Meeting.circle_id)
        .outerjoin(MeetingChapter, MeetingChapter.meeting_id == Meeting.id)
        .outerjoin(Chapter, and_(Chapter.id == MeetingChapter.chapter_id, Chapter.is_to_read))
        .order_by(Meeting.starts_at, Meeting.id, Chapter.position, Chapter.id)
    )


def _taken() -> ColumnElement[int]:
    held = select(func.count()).where(Signup.meeting_id == Meeting.id, Signup.state.in_(TAKING_STATES))
    return held.correlate(Meeting).scalar_subquery()


def _mine() -> ColumnElement[SignupState | None]:
    mine = select(Signup.state).where(Signup.meeting_id == Meeting.id, Signup.user_id == bindparam("me"))
    return mine.where(Signup.state.in_(ACTIVE_STATES)).correlate(Meeting).scalar_subquery()


def _is_absent() -> ColumnElement[bool]:
    said = exists().where(Attendance.meeting_id == Meeting.id, Attendance.user_id == bindparam("me"))
    return said.where(Attendance.state == AttendanceState.ABSENT).correlate(Meeting)


def _is_busy() -> ColumnElement[bool]:
    mine = exists().where(Commitment.user_id == bindparam("me"), Commitment.starts_at > bindparam("busy_since"))
    return mine.where(queries.is_at_once()).correlate(Meeting)
