"""Fetching meetings and sign-ups; permission is part of the fetch."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.commitments.models import Commitment
from studyhub.db import db, kept
from studyhub.meetings.models import ACTIVE_STATES, Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.people import queries as people
from studyhub.people import readers
from studyhub.people.models import MEMBERS, User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
NAMED = Shown(User, User.id, User.name, User.state)
MEETING = Shown(Meeting, facilitator=NAMED, scribe=NAMED)
MEETING_OF_CIRCLE = Shown(Meeting, circle=circles.CIRCLE, facilitator=NAMED, scribe=NAMED)


def visible_to(user: User | None) -> Select[Meeting]:
    """Meetings of the circles this person may open; to be executed with `read_by` them. None is a visitor."""
    return _visible_to(readers.is_member(user))


@kept
def _visible_to(is_member: bool) -> Select[Meeting]:
    return (
        select(Meeting)
        .where(circles.is_visible(Meeting.circle_id, is_member=is_member))
        .options(joinedload(Meeting.circle), joinedload(Meeting.facilitator), joinedload(Meeting.scribe))
    )


def visible(user: User | None, meeting_id: int) -> Meeting | None:
    """A meeting this person may open, or None."""
    return db.session.scalar(_visible(readers.is_member(user)), read_by(user) | {"meeting_id": meeting_id})


def shown(user: User | None, meeting_id: int) -> Meeting | None:
    """As `visible`, for a page that only reads."""
    return MEETING_OF_CIRCLE.first(_shown(readers.is_member(user)), read_by(user) | {"meeting_id": meeting_id})


@kept
def _shown(is_member: bool) -> Select[*tuple[Any, ...]]:
    is_open = circles.is_visible(Meeting.circle_id, is_member=is_member)
    return MEETING_OF_CIRCLE.select().where(is_open, Meeting.id == bindparam("meeting_id"))


@kept
def _visible(is_member: bool) -> Select[Meeting]:
    return _visible_to(is_member).where(Meeting.id == bindparam("meeting_id"))


def of_circle(circle: Circle) -> Select[Meeting]:
    """All meetings of a circle, in order of time."""
    return select(Meeting).where(Meeting.circle_id == circle.id).order_by(Meeting.starts_at, Meeting.id)


def coming(circle: Circle, now: datetime) -> Select[Meeting]:
    """Meetings one can still sign up for, in order of time."""
    return of_circle(circle).where(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > now)


def can_be_left(circle: Circle, now: datetime) -> Select[Meeting]:
    """Meetings in which a place can still be given back: coming ones, and those that wait for a new date."""
    is_coming = and_(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > now)
    return of_circle(circle).where(or_(is_coming, Meeting.state == MeetingState.POSTPONED))


def takes_part(kind: Any) -> ColumnElement[bool]:
    """Whether the reader is in the circle of a row, or in its session, or its scribe: such a row is theirs to write.

    `kind` has `circle_id` and `meeting_id`; to be executed with `read_by` the reader.
    """
    is_in = exists().where(
        Participation.circle_id == kind.circle_id, Participation.user_id == READER, Participation.is_present
    )
    comes = exists().where(
        Signup.meeting_id == kind.meeting_id, Signup.user_id == READER, Signup.state == SignupState.CONFIRMED
    )
    is_scribe = exists().where(Meeting.id == kind.meeting_id, Meeting.scribe_id == READER)
    # Only the row comes from the query around: that may hold meetings of its own.
    return or_(*(way.correlate(kind) for way in (is_in, comes, is_scribe)))


def attendance(meeting: Meeting) -> Select[Attendance]:
    """What is recorded of each person at a meeting, in the order of their reading (kana)."""
    recorded = select(Attendance).where(Attendance.meeting_id == meeting.id).join(Attendance.user)
    return recorded.options(contains_eager(Attendance.user)).order_by(User.reading, User.id)


def attendance_of(meeting: Meeting, user: User) -> Attendance | None:
    """What is recorded of one person at a meeting; None is unknown."""
    known = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.user_id == user.id)
    return db.session.scalar(known)


def organizers(circle: Circle) -> list[User]:
    """Who organises a circle and is there: neither on leave nor suspended."""
    return list(db.session.scalars(_organizers(), {"circle_id": circle.id}))


def named_organizers(circle: Circle) -> list[User]:
    """As `organizers`, for a page that names them."""
    return NAMED.read(_named_organizers(), {"circle_id": circle.id})


@kept
def _organizers() -> Select[User]:
    return _organizing(select(User))


@kept
def _named_organizers() -> Select[*tuple[Any, ...]]:
    return _organizing(NAMED.select())


def _organizing(people: Rows) -> Rows:
    rows = people.join(Participation, Participation.user_id == User.id)
    present = rows.where(Participation.circle_id == bindparam("circle_id"), Participation.is_present)
    return present.where(Participation.is_organizer, User.state == UserState.ACTIVE).order_by(User.id)


def can_lead(meeting: Meeting) -> Select[User]:
    """Who can be facilitator or scribe: members in the circle or signed up, and whoever is either already."""
    in_circle = select(Participation.user_id).where(
        Participation.circle_id == meeting.circle_id, Participation.is_present
    )
    signed_up = select(Signup.user_id).where(Signup.meeting_id == meeting.id, Signup.state.in_(ACTIVE_STATES))
    leads = [id_ for id_ in (meeting.facilitator_id, meeting.scribe_id) if id_]
    members = and_(User.id.in_(in_circle.union(signed_up)), User.state.in_(MEMBERS))
    return people.in_order().where(or_(members, User.id.in_(leads)))


def can_be_added(meeting: Meeting) -> Select[User]:
    """Members an organiser can sign up: whoever may see the circle and has no place yet."""
    here = select(Signup.user_id).where(Signup.meeting_id == meeting.id, Signup.state.in_(ACTIVE_STATES))
    return circles.insiders(meeting.circle).where(User.id.not_in(here))


def next_after(meeting: Meeting, now: datetime) -> Meeting | None:
    """The circle's next meeting after this one that has not begun, or None."""
    later = select(Meeting).where(
        Meeting.circle_id == meeting.circle_id,
        Meeting.id != meeting.id,
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.starts_at >= meeting.starts_at,
        Meeting.starts_at > now,
    )
    return db.session.scalar(later.order_by(Meeting.starts_at, Meeting.id).limit(1))


def is_at_once() -> ColumnElement[bool]:
    """Whether hours that somebody has given away and a session have a moment in common."""
    return and_(Commitment.starts_at < Meeting.ends_at, Commitment.ends_at > Meeting.starts_at)
