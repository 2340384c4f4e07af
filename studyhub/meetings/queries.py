"""Fetching meetings and sign-ups; permission is part of the fetch."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.commitments.models import Commitment
from studyhub.db import db, kept
from studyhub.meetings.models import Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.people import queries as people
from studyhub.people import readers
from studyhub.people.models import MEMBERS, User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

ACTIVE_STATES = (SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED)
# An offered seat is taken until its offer ends.
TAKING_STATES = (SignupState.CONFIRMED, SignupState.OFFERED)
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


def active_signup(meeting: Meeting, user: User | None) -> Signup | None:
    """The person's place in a meeting, or None."""
    if user is None:
        return None
    return db.session.scalar(_signups_of(), {"meeting_ids": [meeting.id], "user_ids": [user.id]})


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


def signups_of(meeting_ids: Iterable[int], user_ids: Iterable[int]) -> list[Signup]:
    """The places that these people have or wait for in these meetings."""
    return list(db.session.scalars(_signups_of(), {"meeting_ids": list(meeting_ids), "user_ids": list(user_ids)}))


@kept
def _signups_of() -> Select[Signup]:
    is_theirs = Signup.user_id.in_(bindparam("user_ids", expanding=True))
    is_here = Signup.meeting_id.in_(bindparam("meeting_ids", expanding=True))
    return select(Signup).where(is_here, is_theirs, Signup.state.in_(ACTIVE_STATES))


def active_signups(meeting_ids: Iterable[int]) -> Select[Signup]:
    """Everybody who has a place in these meetings or waits for one."""
    return select(Signup).where(Signup.meeting_id.in_(list(meeting_ids)), Signup.state.in_(ACTIVE_STATES))


def waiting(meeting_ids: Iterable[int]) -> list[Signup]:
    """Waitlisted sign-ups of these meetings with their people, next to be seated first."""
    return list(db.session.scalars(_waiting(), {"meeting_ids": list(meeting_ids)}))


@kept
def _waiting() -> Select[Signup]:
    return waitlist(bindparam("meeting_ids", expanding=True))


def waitlist(meeting_ids: Collection[int] | BindParameter[int]) -> Select[Signup]:
    """The statement for `waiting`."""
    waiting = select(Signup).where(Signup.meeting_id.in_(meeting_ids), Signup.state == SignupState.WAITLISTED)
    return waiting.options(joinedload(Signup.user)).order_by(Signup.priority.desc(), Signup.joined_at, Signup.id)


def confirmed(meeting: Meeting) -> Select[Signup]:
    """Everybody with a seat, in the order of their reading (kana)."""
    seated = select(Signup).where(Signup.meeting_id == meeting.id, Signup.state == SignupState.CONFIRMED)
    return seated.join(Signup.user).options(contains_eager(Signup.user)).order_by(User.reading, User.id)


def everyone(meeting: Meeting) -> Select[Signup]:
    """Everybody with a place, by their reading (kana), then whoever waits, in the order of the waitlist."""
    rows = active_signups([meeting.id]).join(Signup.user).options(contains_eager(Signup.user))
    return rows.order_by(*_seated_then_waiting())


def taken_seats(meeting_ids: Iterable[int]) -> dict[int, int]:
    """Seats held in each of these meetings, offered ones included; a meeting without any is left out."""
    return dict(db.session.execute(_taken_seats(), {"ids": list(meeting_ids)}).all())


@kept
def _taken_seats() -> Select[int, int]:
    is_taken = Signup.state.in_(TAKING_STATES)
    counts = select(Signup.meeting_id, func.count()).where(Signup.meeting_id.in_(bindparam("ids", expanding=True)))
    return counts.where(is_taken).group_by(Signup.meeting_id)


def is_full() -> ColumnElement[bool]:
    """Whether whoever signs up for a Meeting of a statement has to wait."""
    held = select(func.count()).where(Signup.meeting_id == Meeting.id, Signup.state.in_(TAKING_STATES))
    taken = held.correlate(Meeting).scalar_subquery()
    return or_(~Meeting.takes_new, and_(Meeting.capacity.is_not(None), Meeting.capacity <= taken))


def waiting_in(circle: Circle, user: User | None) -> set[int]:
    """The meetings of a circle on whose waitlist somebody is."""
    if user is None:
        return set()
    return set(db.session.scalars(_waiting_in(), {"circle_id": circle.id, "user_id": user.id}))


@kept
def _waiting_in() -> Select[int]:
    rows = select(Signup.meeting_id).join(Meeting, Meeting.id == Signup.meeting_id)
    mine = rows.where(Meeting.circle_id == bindparam("circle_id"), Signup.user_id == bindparam("user_id"))
    return mine.where(Signup.state == SignupState.WAITLISTED)


def places_in(circle: Circle, user: User, now: datetime) -> list[SignupState]:
    """The places somebody has in those meetings of a circle for which one can still sign up."""
    asked = {"circle_id": circle.id, "user_id": user.id, "now": now}
    return list(db.session.scalars(_places_in(), asked))


@kept
def _places_in() -> Select[SignupState]:
    rows = select(Signup.state).join(Meeting, Meeting.id == Signup.meeting_id)
    mine = rows.where(Meeting.circle_id == bindparam("circle_id"), Signup.user_id == bindparam("user_id"))
    is_coming = Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > bindparam("now")
    return mine.where(Signup.state.in_(ACTIVE_STATES), *is_coming)


def position(signup: Signup) -> int | None:
    """The place on the waitlist, counted from 1; None for whoever does not wait."""
    if signup.state is not SignupState.WAITLISTED:
        return None
    ids = list(db.session.scalars(waitlist([signup.meeting_id]).with_only_columns(Signup.id)))
    return ids.index(signup.id) + 1


def attendance(meeting: Meeting) -> Select[Attendance]:
    """What is recorded of each person at a meeting, in the order of their reading (kana)."""
    recorded = select(Attendance).where(Attendance.meeting_id == meeting.id).join(Attendance.user)
    return recorded.options(contains_eager(Attendance.user)).order_by(User.reading, User.id)


def attendance_of(meeting: Meeting, user: User) -> Attendance | None:
    """What is recorded of one person at a meeting; None is unknown."""
    known = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.user_id == user.id)
    return db.session.scalar(known)


class Comer(NamedTuple):
    """One line of who comes."""

    id: int
    name: str
    state: SignupState


def comers(meeting: Meeting) -> list[Comer]:
    """Everybody with a place or waiting for one: the seated by their reading (kana), then the waitlist in its order."""
    return [Comer(*row) for row in db.session.execute(_comers(), {"meeting_id": meeting.id}).all()]


@kept
def _comers() -> Select[int, str, SignupState]:
    rows = (
        select(User.id, User.name, Signup.state)
        .join(Signup, Signup.user_id == User.id)
        .where(Signup.meeting_id == bindparam("meeting_id"), Signup.state.in_(ACTIVE_STATES))
    )
    return rows.order_by(*_seated_then_waiting())


def _seated_then_waiting() -> list[SQLColumnExpression[Any]]:
    is_waiting = Signup.state == SignupState.WAITLISTED
    waiting = [case((is_waiting, column)) for column in (-Signup.priority, Signup.joined_at, Signup.id)]
    return [is_waiting, *waiting, User.reading, User.id]


def has_signups(meeting: Meeting) -> bool:
    """Whether anybody ever signed up, whatever became of it."""
    return db.session.scalar(select(Signup.id).where(Signup.meeting_id == meeting.id).limit(1)) is not None


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
