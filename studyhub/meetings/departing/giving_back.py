"""Whoever goes gives back places and chapters of what is to come. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from studyhub.circles import locking
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning.cover import laying_down
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment
from studyhub.meetings.models import ACTIVE_STATES, Meeting, Signup
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Give places to the next, and open the chapters again."""
    circles = db.session.scalars(_circles_of(user)).all()
    for circle in circles:
        locking.lock(circle)
    # All at once and in order of id, as everywhere: nobody who locks some of them waits for us in a ring.
    meetings = seats.lock(_meetings_of(circles, now))
    signups.withdraw_from_all(meetings, [user], by=by, now=now, cause="account_closed")
    for circle in circles:
        laying_down.lay_down_all(circle, user, by=by, now=now)


def _circles_of(user: User) -> Select[Circle]:
    """Circles in which the person takes part, has a place or presents; in order of id."""
    present = select(Participation.circle_id).where(Participation.user_id == user.id, Participation.is_present)
    seated = select(Meeting.circle_id).join(Signup, Signup.meeting_id == Meeting.id)
    seated = seated.where(Signup.user_id == user.id, Signup.state.in_(ACTIVE_STATES))
    presents = select(Meeting.circle_id).join(Assignment, Assignment.meeting_id == Meeting.id)
    presents = presents.where(Assignment.user_id == user.id, Assignment.state.in_(CURRENT_STATES))
    return select(Circle).where(or_(*(Circle.id.in_(ids) for ids in (present, seated, presents)))).order_by(Circle.id)


def _meetings_of(circles: Sequence[Circle], now: datetime) -> list[Meeting]:
    return [meeting for circle in circles for meeting in db.session.scalars(queries.can_be_left(circle, now))]
