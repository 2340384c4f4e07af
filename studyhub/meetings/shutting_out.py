"""Whoever can no longer see a circle gives back what they had in its coming meetings. Rules: docs/rules.md, Circle."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from studyhub.circles.models import Circle, CircleInvitation, Participation, Visibility
from studyhub.db import db
from studyhub.meetings import laying_down, queries, seats, signups
from studyhub.meetings.models import Meeting, Signup
from studyhub.people.models import MEMBERS, User


def shut_out(circle: Circle, *, by: User, now: datetime) -> list[User]:
    """Take the places and chapters of whoever lost sight of the circle; freed seats go to the next. Those it befell.

    Called when an invitation is withdrawn or the circle is shown to fewer people: a place that its holder cannot open
    could not be given back either, and messages about it would tell what they may not know. Does not commit.
    """
    if circle.visibility is Visibility.PUBLIC:
        return []
    db.session.flush()
    seats.lock_all(circle)
    meetings = list(db.session.scalars(queries.can_be_left(circle, now)))
    users = list(db.session.scalars(_signed_up_unseeing(circle, meetings)))
    for user in users:
        signups.withdraw_from_all(meetings, user, by=by, now=now, cause="shut_out")
        laying_down.lay_down_all(circle, user, by=by, now=now)
    return users


def _signed_up_unseeing(circle: Circle, meetings: list[Meeting]) -> Select[User]:
    active = Signup.state.in_(queries.ACTIVE_STATES)
    holders = select(Signup.user_id).where(Signup.meeting_id.in_([meeting.id for meeting in meetings]), active)
    is_shut_out: ColumnElement[bool] = User.state.not_in(MEMBERS)
    if circle.visibility is Visibility.PARTICIPANTS:
        is_outside = and_(User.id.not_in(_taking_part(circle)), User.id.not_in(_invited(circle)))
        is_shut_out = or_(is_shut_out, is_outside)
    return select(User).where(User.id.in_(holders), is_shut_out).order_by(User.id)


def _taking_part(circle: Circle) -> Select[int]:
    return select(Participation.user_id).where(Participation.circle_id == circle.id, Participation.left_at.is_(None))


def _invited(circle: Circle) -> Select[int]:
    asked = select(CircleInvitation.user_id).where(CircleInvitation.circle_id == circle.id)
    return asked.where(CircleInvitation.withdrawn_at.is_(None))
