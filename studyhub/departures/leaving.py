"""One routine for whoever leaves, goes on leave or is suspended. Rules: docs/rules.md, Member. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from studyhub.accounts import standing
from studyhub.audit import trail
from studyhub.circles import invitations, locking, organizers
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import laying_down
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment
from studyhub.meetings.models import Meeting, Signup
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User, UserState

GIVES_BACK = frozenset({UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT})
ENDED = frozenset({CircleState.FINISHED, CircleState.ENDED})


def move(user: User, state: UserState, *, by: User, now: datetime) -> None:
    """Change the state of an account; whoever can take part no more gives back what is still to come.

    Places go to the next, chapters are open again, and a circle without another organiser asks for one. What happened
    stays. Pressing twice is harmless. Raises ImpossibleMove, standing.LastAdministrator.
    """
    standing.move(user, state, by=by, now=now)
    if state in GIVES_BACK:
        _give_back(user, by=by, now=now)


def _give_back(user: User, *, by: User, now: datetime) -> None:
    circles = db.session.scalars(_circles_of(user)).all()
    for circle in circles:
        locking.lock(circle)
    # All at once and in order of id, as everywhere: nobody who locks some of them waits for us in a ring.
    meetings = seats.lock(_meetings_of(circles, now))
    signups.withdraw_from_all(meetings, [user], by=by, now=now, cause="account_closed")
    for circle in circles:
        laying_down.lay_down_all(circle, user, by=by, now=now)
    invitations.end_all(user, now=now)
    for mine in db.session.scalars(_participations(user)).all():
        _hand_on(mine, user, by=by, now=now)


def _circles_of(user: User) -> Select[Circle]:
    """Circles in which the person takes part, has a place or presents; in order of id."""
    present = select(Participation.circle_id).where(Participation.user_id == user.id, Participation.left_at.is_(None))
    seated = select(Meeting.circle_id).join(Signup, Signup.meeting_id == Meeting.id)
    seated = seated.where(Signup.user_id == user.id, Signup.state.in_(queries.ACTIVE_STATES))
    presents = select(Meeting.circle_id).join(Assignment, Assignment.meeting_id == Meeting.id)
    presents = presents.where(Assignment.user_id == user.id, Assignment.state.in_(CURRENT_STATES))
    return select(Circle).where(or_(*(Circle.id.in_(ids) for ids in (present, seated, presents)))).order_by(Circle.id)


def _meetings_of(circles: Sequence[Circle], now: datetime) -> list[Meeting]:
    return [meeting for circle in circles for meeting in db.session.scalars(queries.can_be_left(circle, now))]


def _participations(user: User) -> Select[Participation]:
    mine = select(Participation).where(Participation.user_id == user.id, Participation.left_at.is_(None))
    return mine.order_by(Participation.circle_id)


def _hand_on(mine: Participation, user: User, *, by: User, now: datetime) -> None:
    """Whoever left is out of the circle; whoever comes back is still in it, and organises it still."""
    circle = mine.circle
    if user.state is UserState.LEFT:
        mine.left_at = now
        trail.record("circle.departed", circle, by=by, now=now, circle_id=circle.id, after={"user_id": user.id})
    if mine.is_organizer and circle.state not in ENDED:
        organizers.ask_if_none(circle, now=now)
