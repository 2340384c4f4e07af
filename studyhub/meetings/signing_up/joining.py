"""Joining a circle once for all its meetings, listening, leaving. Rules: docs/rules.md, Circle."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles import invitations, locking, organizers
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleState, Participation, ParticipationRole
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning.cover import laying_down
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User


class CircleClosed(Exception):
    """A circle that finished or ended takes no one new."""


def join(
    circle: Circle,
    user: User,
    *,
    now: datetime,
    role: ParticipationRole = ParticipationRole.PARTICIPANT,
    as_organizer: bool = False,
) -> Participation:
    """Take the person in and sign them up for each coming meeting, waitlisted where one is full.

    Whoever is in already changes their role and keeps the meetings they have, and those they left stay left.
    A listener presents nothing: their chapters of what comes are open again.
    Raises CircleClosed. Does not commit.
    """
    # Joining twice at once must find the first participation, also where no meeting is there to be locked.
    locking.lock(circle)
    if circle.state in {CircleState.FINISHED, CircleState.ENDED}:
        raise CircleClosed
    only_listens = role is ParticipationRole.LISTENER
    if only_listens:
        seats.lock_all(circle)
    mine = circles.participation(circle, user)
    if mine is None:
        meetings = list(db.session.scalars(queries.coming(circle, now)))
        signups.sign_up_for_all(meetings, user, now=now)
        mine = Participation(circle_id=circle.id, user_id=user.id, role=role, joined_at=now, is_organizer=as_organizer)
        db.session.add(mine)
        trail.record("circle.joined", circle, by=user, now=now, circle_id=circle.id)
    mine.role = role
    mine.is_organizer = mine.is_organizer or as_organizer
    if only_listens:
        laying_down.lay_down_all(circle, user, now=now)
    return mine


def leave(circle: Circle, user: User, *, now: datetime) -> Participation | None:
    """Leave the circle, and every meeting and chapter that has not begun. None for whoever was not in it.

    What they were once asked in with opens it no more. The circle of whose organisers the last one leaves needs a new
    one; its meetings stay. Does not commit.
    """
    locking.lock(circle)
    mine = circles.participation(circle, user)
    if mine is None:
        return None
    end(mine, circle, user, by=user, now=now, cause="left_circle")
    trail.record("circle.left", circle, by=user, now=now, circle_id=circle.id)
    return mine


def end(
    mine: Participation,
    circle: Circle,
    user: User,
    *,
    by: User,
    now: datetime,
    cause: str,
    state: SignupState = SignupState.WITHDRAWN,
    taking: AuditEvent | None = None,
) -> None:
    """Let somebody's part in a locked circle end, with every place and chapter that has not begun.

    With the event of a taking, undoing it brings back what ended, and until its minute is over nobody is told.
    """
    seats.lock_all(circle)
    meetings = list(db.session.scalars(queries.can_be_left(circle, now)))
    event_id = taking.id if taking else None
    signups.withdraw_from_all(meetings, [user], by=by, now=now, cause=cause, state=state, audit_event_id=event_id)
    mine.left_at = now
    invitations.end(circle, user, now=now)
    laying_down.lay_down_all(circle, user, by=by, now=now, taking=taking)
    if mine.is_organizer:
        organizers.ask_if_none(circle, now=now)
