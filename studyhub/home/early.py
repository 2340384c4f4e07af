"""Early warning: of each circle a person organises the most urgent of the signs that it dies quietly.

One statement finds the circles, by the rules of `meetings.health.signals`; what is said of them is a Mend, as on the
circle's page. The rules stand in both: there of the rows of one circle that its page has read anyway, here of all
circles without reading their rows; tests/home/test_early_warning.py holds the two to each other, whatever happened.
Rules: docs/rules.md, Health of a circle.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Chapter, Circle, CircleState, Participation
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.handed_in.waiting import organizes
from studyhub.meetings.health import signals
from studyhub.meetings.health.signals import CALLED_OFF_IN_A_ROW, STILL_THERE, Mend, Sign
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState
from studyhub.meetings.running.scribes import has_scribe
from studyhub.notes.models import Note
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER
from studyhub.people.waiting import NOW, SHOWN, SINCE, asked_by

# Until then its scribe has the time to share a note.
UNSHARED = timedelta(days=7)


class Early(NamedTuple):
    """A circle, and what whoever organises it can do so that it goes on."""

    circle: Circle
    mend: Mend


class _Found(NamedTuple):
    circle: Circle
    is_open: bool
    is_unshared: bool
    is_called_off: bool
    is_falling: bool
    called_off: int
    # How many came to the last session that is known of, to the one before, and to the one before that.
    last: int
    middle: int
    first: int


def warnings(user: User, now: datetime) -> list[Early]:
    """What the circles that the person organises want first, by name; those that pause want nothing."""
    found = [_Found(*row) for row in db.session.execute(warning_rows(), soon(user, now))]
    said = _unshared([one.circle.id for one in found if one.is_unshared], user, now)
    said |= _open_chapters([one.circle.id for one in found if one.is_open], now)
    return [Early(one.circle, said.get(one.circle.id) or _mend(one)) for one in found]


def _mend(one: _Found) -> Mend:
    if one.is_called_off:
        return Mend(Sign.CALLED_OFF, counts=[one.called_off])
    if one.is_falling:
        return Mend(Sign.FALLING, counts=[one.first, one.middle, one.last])
    return Mend(Sign.ONE_ORGANIZER)


def _open_chapters(circle_ids: Sequence[int], now: datetime) -> dict[int, Mend]:
    """What is said of the open chapters of each of these circles, by its id."""
    if not circle_ids:
        return {}
    open_in: dict[int, list[tuple[Meeting, Chapter]]] = {}
    for meeting, chapter in db.session.execute(_open_rows(), {"circle_ids": circle_ids, "now": now}):
        open_in.setdefault(meeting.circle_id, []).append((meeting, chapter))
    return {circle_id: mend for circle_id, read in open_in.items() if (mend := signals.open_chapters(read, now))}


@kept
def _open_rows() -> Select[Meeting, Chapter]:
    rows: Select[Meeting, Chapter] = _open(select(Meeting, Chapter)).where(
        Meeting.circle_id.in_(bindparam("circle_ids", expanding=True))
    )
    return rows.order_by(None).order_by(Meeting.starts_at, Meeting.id, Chapter.position, Chapter.id)


def _open(rows: Any) -> Any:
    is_coming = Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > NOW
    return chapter_queries.placed(rows).where(*is_coming, chapter_queries.is_open())


def _unshared(circle_ids: Sequence[int], user: User, now: datetime) -> dict[int, Mend]:
    """What is said of the notes of each of these circles, by its id: that one is missing, else that one is a draft."""
    if not circle_ids:
        return {}
    found: dict[int, list[tuple[Meeting, int | None]]] = {}
    for meeting, note_id in db.session.execute(_unshared_rows(), soon(user, now) | {"circle_ids": circle_ids}):
        found.setdefault(meeting.circle_id, []).append((meeting, note_id))
    return {circle_id: _of_notes(rows) for circle_id, rows in found.items()}


def _of_notes(rows: Sequence[tuple[Meeting, int | None]]) -> Mend:
    missing = [meeting for meeting, note_id in rows if note_id is None]
    if missing:
        return Mend(Sign.NOTE, missing[0], len(missing) - 1)
    first, note_id = rows[0]
    return Mend(Sign.SHARING, first, len(rows) - 1, note_id=note_id)


@kept
def _unshared_rows() -> Select[*tuple[Any, ...]]:
    rows = select(Meeting, Note.id).where(_is_unshared())
    rows = rows.where(Meeting.circle_id.in_(bindparam("circle_ids", expanding=True)))
    return rows.outerjoin(Note, Note.meeting_id == Meeting.id).order_by(Meeting.ends_at, Meeting.id)


def _is_unshared() -> ColumnElement[bool]:
    """Whether a meeting that was held has no shared note for long, and the reader is not reminded of it already."""
    is_long_over = Meeting.ends_at > SINCE, Meeting.ends_at <= bindparam("unshared_since")
    note = aliased(Note)
    is_begun, is_shared = (
        exists().where(note.meeting_id == Meeting.id, *more).correlate(Meeting)
        for more in ((), (note.shared_at.is_not(None),))
    )
    # The scribe is; whoever organises, too, where there is a draft and no scribe: `notes.handed_in.waiting`.
    is_anothers = and_(Meeting.scribe_id.is_distinct_from(READER), or_(~is_begun, has_scribe()))
    return and_(Meeting.state == MeetingState.SCHEDULED, *is_long_over, ~is_shared, is_anothers)


def soon(user: User, now: datetime) -> dict[str, Any]:
    """What `warning_rows` is executed with."""
    return asked_by(user, now) | {"until": now + calling.AHEAD, "unshared_since": now - UNSHARED}


@kept
def warning_rows() -> Select[*tuple[Any, ...]]:
    """Asks `warnings`; each sign as `signals` says it of what the circle's page has read."""
    near = _open(select(Meeting.circle_id)).where(
        Meeting.circle_id.in_(organizes()), Meeting.starts_at < bindparam("until")
    )
    is_open = and_(Circle.id.in_(near.order_by(None)), _people() > 1)
    is_unshared = exists().where(Meeting.circle_id == Circle.id, _is_unshared()).correlate(Circle)
    called_off = _called_off()
    is_called_off = and_(called_off >= CALLED_OFF_IN_A_ROW, _is_planned())
    came = [_came(back) for back in range(signals.FALLS)]
    is_falling = _is_falling(*came)
    rows = select(Circle, is_open, is_unshared, is_called_off, is_falling, called_off, *came)
    return (
        rows.where(Circle.id.in_(organizes()), Circle.state == CircleState.RUNNING)
        .where(or_(is_open, is_unshared, is_called_off, is_falling, _is_alone_at_it()))
        .order_by(Circle.title, Circle.id)
        .limit(SHOWN)
    )


def _called_off() -> ScalarSelect[int]:
    """How many are called off between the last that was held and the next that will be."""
    other = aliased(Meeting)
    stands_between = or_(
        and_(other.ends_at <= NOW, other.starts_at > Meeting.starts_at),
        and_(other.ends_at > NOW, other.starts_at < Meeting.starts_at),
    )
    is_apart = exists().where(
        other.circle_id == Meeting.circle_id, other.state == MeetingState.SCHEDULED, stands_between
    )
    rows = select(func.count(Meeting.id)).where(Meeting.circle_id == Circle.id)
    return rows.where(Meeting.state == MeetingState.CANCELLED, ~is_apart).correlate(Circle).scalar_subquery()


def _is_planned() -> ColumnElement[bool]:
    is_to_come = or_(
        Meeting.state == MeetingState.POSTPONED, and_(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > NOW)
    )
    return exists().where(Meeting.circle_id == Circle.id, is_to_come).correlate(Circle)


def _came(back: int) -> ScalarSelect[int]:
    """How many came to the last session of which that was confirmed, or to one so many before it."""
    there = select(func.count()).where(Attendance.meeting_id == Meeting.id, Attendance.state.in_(WAS_THERE))
    rows = select(there.correlate(Meeting).scalar_subquery())
    rows = rows.where(Meeting.circle_id == Circle.id, Meeting.attendance_confirmed_at.is_not(None))
    rows = rows.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(1).offset(back)
    return rows.correlate(Circle).scalar_subquery()


def _is_falling(last: ScalarSelect[int], middle: ScalarSelect[int], first: ScalarSelect[int]) -> ColumnElement[bool]:
    is_less_each_time = and_(last < middle, middle < first)
    # A count that is not known makes it unknown, which is taken for no.
    return func.coalesce(
        and_(is_less_each_time, last * STILL_THERE.denominator <= first * STILL_THERE.numerator), false()
    )


def _is_alone_at_it() -> ColumnElement[bool]:
    """Whether one person organises what several take part in, in more than one session."""
    here = Participation.circle_id == Circle.id, Participation.is_present
    organizers = select(func.count()).join_from(Participation, User, User.id == Participation.user_id)
    organizers = organizers.where(*here, Participation.is_organizer, User.state == UserState.ACTIVE)
    sessions = select(func.count()).where(Meeting.circle_id == Circle.id).correlate(Circle).scalar_subquery()
    is_one = organizers.correlate(Circle).scalar_subquery() == 1
    return and_(is_one, _people() > 1, sessions > 1)


def _people() -> ScalarSelect[int]:
    """How many take part: whoever is alone has nobody to ask."""
    here = select(func.count()).where(Participation.circle_id == Circle.id, Participation.is_present)
    return here.correlate(Circle).scalar_subquery()
