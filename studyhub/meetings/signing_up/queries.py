"""Who has a place in meetings, and who waits for one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.models import ACTIVE_STATES, TAKING_STATES, Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User


def active_signup(meeting: Meeting, user: User | None) -> Signup | None:
    """The person's place in a meeting, or None."""
    if user is None:
        return None
    return db.session.scalar(_signups_of(), {"meeting_ids": [meeting.id], "user_ids": [user.id]})


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
