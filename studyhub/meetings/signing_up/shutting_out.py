"""Whoever can no longer see a circle gives back what they had in its coming meetings. Rules: docs/rules.md, Circle."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning.cover import laying_down
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment
from studyhub.meetings.models import Meeting, Signup
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User


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
    users = db.session.scalars(_without_sight(circle, meetings)).all()
    signups.withdraw_from_all(meetings, users, by=by, now=now, cause="shut_out")
    for user in users:
        laying_down.lay_down_all(circle, user, by=by, now=now)
    return list(users)


def _without_sight(circle: Circle, meetings: Sequence[Meeting]) -> Select[User]:
    ids = [meeting.id for meeting in meetings]
    seated = signup_queries.active_signups(ids).with_only_columns(Signup.user_id)
    # Whoever sees a meeting may take a chapter of it, without a seat.
    presents = select(Assignment.user_id).where(Assignment.meeting_id.in_(ids), Assignment.state.in_(CURRENT_STATES))
    insiders = circles.insiders(circle).with_only_columns(User.id).order_by(None)
    return (
        select(User).where(or_(User.id.in_(seated), User.id.in_(presents)), User.id.not_in(insiders)).order_by(User.id)
    )
