"""Fetching what is due and whom it is for. What is read does not grow with what is not due yet."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Exists,
    Integer,
    Select,
    and_,
    column,
    exists,
    func,
    or_,
    select,
    values,
)
from sqlalchemy.orm import join, joinedload

from studyhub.circles.models import Chapter, Circle, Format
from studyhub.column_types import UtcDateTime
from studyhub.db import db
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import DayPart, Unavailability, User, UserState
from studyhub.reminders import moments
from studyhub.reminders.models import Reminder, ReminderHalt, ReminderKind, ReminderStop
from studyhub.rota import queries as rota_queries

# Whoever waits to be accepted goes to public sessions; whoever is on leave has given their places back.
REMINDED = (UserState.ACTIVE, UserState.PENDING)
# A statement has room for some thousand parameters, seven of them for each session.
AT_ONCE = 500


class Due(NamedTuple):
    """A session of which people are reminded at present, and the moment they are reminded for."""

    meeting_id: int
    starts_at: datetime
    zone: str
    moment: datetime


def due(kind: ReminderKind, *, now: datetime, until: datetime) -> list[Due]:
    """Sessions whose moment of this kind is `until` or earlier and still of use, in order of time.

    Reads an index from the first such session to the last, in the zones of circles.
    """
    bounds = {zone: moments.begins_before(kind, until, zone) for zone in db.session.scalars(_circle_zones())}
    if not bounds:
        return []
    is_due = or_(*(and_(Circle.time_zone == zone, Meeting.starts_at < bound) for zone, bound in bounds.items()))
    in_reach = Meeting.starts_at > now + moments.LEFT[kind], Meeting.starts_at < max(bounds.values())
    rows = select(Meeting.id, Meeting.starts_at, Circle.time_zone).join(Circle, Circle.id == Meeting.circle_id)
    found = db.session.execute(
        rows.where(*in_reach, is_due, Meeting.state == MeetingState.SCHEDULED).order_by(Meeting.starts_at, Meeting.id)
    )
    return [Due(id_, at, zone, moments.moment(kind, at, zone)) for id_, at, zone in found]


def _circle_zones() -> Select[str]:
    return select(Circle.time_zone).distinct()


def reader_zones(ours: str) -> list[str]:
    """The zones in which people read; whoever chose none reads in `ours`, the organisation's."""
    chosen = select(User.time_zone).where(User.time_zone.is_not(None)).distinct()
    return sorted({ours, *(zone for zone in db.session.scalars(chosen) if zone)})


class ToRemind(NamedTuple):
    """One person to be reminded of one session."""

    user: User
    meeting: Meeting
    moment: datetime


def to_remind(
    kind: ReminderKind, sessions: Sequence[Due], zones: Collection[str], ours: str, *, now: datetime
) -> Iterator[ToRemind]:
    """Whom to remind of these sessions, of those who read in these zones, and was not yet for this moment.

    Whoever came by their place or chapter after the moment knows; whoever is away, that day or now, is left alone.
    """
    for first in range(0, len(sessions), AT_ONCE):
        listed = _as_rows(sessions[first : first + AT_ONCE], now)
        rows = _PEOPLE[kind](listed)
        wanted = rows.where(
            User.state.in_(REMINDED),
            func.coalesce(User.time_zone, ours).in_(zones),
            ~_is_away(listed.c.day, listed.c.weekday, listed.c.is_evening),
            ~_is_away(listed.c.today, listed.c.weekday_today),
            ~has_stopped(),
            ~_was_reminded(kind, listed),
        )
        loaded = wanted.options(joinedload(Meeting.circle)).order_by(Meeting.starts_at, Meeting.id, User.id)
        yield from (ToRemind(*row) for row in db.session.execute(loaded).unique())


def _as_rows(sessions: Sequence[Due], now: datetime) -> CTE:
    meeting_id, moment = column("meeting_id", Integer), column("moment", UtcDateTime)
    day, today = column("day", Date), column("today", Date)
    weekdays = column("weekday", Integer), column("weekday_today", Integer)
    is_evening = column("is_evening", Boolean)
    evening = rota_queries.rules().day_ends
    rows = [_as_row(one, now, evening) for one in sessions]
    return values(meeting_id, moment, day, today, *weekdays, is_evening, name="due").data(rows).cte()


def _as_row(one: Due, now: datetime, evening: time) -> tuple[Any, ...]:
    zone = ZoneInfo(one.zone)
    starts, today = one.starts_at.astimezone(zone), now.astimezone(zone).date()
    weekdays = starts.weekday(), today.weekday()
    return one.meeting_id, one.moment, starts.date(), today, *weekdays, starts.time() >= evening


def _who_come(listed: CTE) -> Select[User, Meeting, datetime]:
    places = join(listed, Meeting, Meeting.id == listed.c.meeting_id)
    places = places.join(Signup, Signup.meeting_id == Meeting.id).join(User, User.id == Signup.user_id)
    rows = select(User, Meeting, listed.c.moment).select_from(places)
    return rows.where(Signup.state == SignupState.CONFIRMED, Signup.joined_at <= listed.c.moment)


def _who_present(listed: CTE) -> Select[User, Meeting, datetime]:
    parts = (
        join(listed, Meeting, Meeting.id == listed.c.meeting_id)
        .join(Circle, Circle.id == Meeting.circle_id)
        .join(MeetingChapter, MeetingChapter.meeting_id == Meeting.id)
        .join(Chapter, Chapter.id == MeetingChapter.chapter_id)
        .join(Assignment, Assignment.chapter_id == Chapter.id)
        .join(User, User.id == Assignment.user_id)
    )
    has_presenters = func.coalesce(Meeting.format, Circle.format) == Format.PRESENTED
    is_sure = Assignment.state.in_(WILL_PRESENT), Assignment.changed_at <= listed.c.moment
    rows = select(User, Meeting, listed.c.moment).select_from(parts)
    return rows.where(has_presenters, Chapter.is_to_read, *is_sure)


_PEOPLE: Mapping[ReminderKind, Callable[[CTE], Select[User, Meeting, datetime]]] = {
    ReminderKind.WEEK: _who_present,
    ReminderKind.DAY: _who_come,
    ReminderKind.HOUR: _who_come,
}


def _is_away(
    day: ColumnElement[Any], weekday: ColumnElement[Any], is_evening: ColumnElement[bool] | None = None
) -> Exists:
    """As `people.away`, asked in the database: on a day, or at what begins on it by day or in the evening."""
    is_whole = Unavailability.part == DayPart.WHOLE
    return exists().where(
        Unavailability.user_id == User.id,
        Unavailability.starts_on <= day,
        Unavailability.ends_on >= day,
        Unavailability.is_rather_not.is_(False),
        or_(Unavailability.weekday.is_(None), Unavailability.weekday == weekday),
        is_whole if is_evening is None else or_(is_whole, is_evening),
    )


def has_stopped() -> ColumnElement[bool]:
    """Whether the reminders of a meeting's circle are stopped by a person, or halted for everybody."""
    own = exists().where(ReminderStop.user_id == User.id, ReminderStop.circle_id == Meeting.circle_id)
    return or_(own, exists().where(ReminderHalt.circle_id == Meeting.circle_id))


def _was_reminded(kind: ReminderKind, listed: CTE) -> Exists:
    return exists().where(
        Reminder.kind == kind,
        Reminder.meeting_id == Meeting.id,
        Reminder.user_id == User.id,
        Reminder.moment == listed.c.moment,
    )
