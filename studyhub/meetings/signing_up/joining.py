"""Joining a circle once for all its meetings, listening, leaving, being taken out. Rules: docs/rules.md, Circle."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.circles import invitations, locking, organizers
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleState, Participation, ParticipationRole, Visibility
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.meetings import queries
from studyhub.meetings.assigning import laying_down
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
    _end(mine, circle, user, by=user, now=now, cause="left_circle")
    trail.record("circle.left", circle, by=user, now=now, circle_id=circle.id)
    return mine


class OwnPlace(Exception):
    """Nobody takes themselves out of a circle: they leave it."""


def take_out(circle: Circle, user: User, *, by: User, now: datetime) -> Participation | None:
    """Take somebody out of the circle, as an organiser, and tell them. None for whoever was not in it.

    They give back what whoever leaves gives back. The last organiser cannot be taken out: it would be by themselves.
    Raises OwnPlace. Does not commit.
    """
    if user.id == by.id:
        raise OwnPlace
    locking.lock(circle)
    mine = circles.participation(circle, user)
    if mine is None:
        return None
    _end(mine, circle, user, by=by, now=now, cause="taken_out")
    trail.record("circle.taken_out", circle, by=by, now=now, circle_id=circle.id, after={"user_id": user.id})
    # Not by whom: it was decided for the circle. And no address that they cannot open any more.
    slug = "" if circle.visibility is Visibility.PARTICIPANTS else circle.slug
    payload = {"circle": circle.title, "slug": slug}
    outbox.add("circle_taken_out", user, key=f"circle_taken_out:{mine.id}", payload=payload, now=now)
    return mine


def _end(mine: Participation, circle: Circle, user: User, *, by: User, now: datetime, cause: str) -> None:
    seats.lock_all(circle)
    meetings = list(db.session.scalars(queries.can_be_left(circle, now)))
    signups.withdraw_from_all(meetings, [user], by=by, now=now, cause=cause)
    mine.left_at = now
    invitations.end(circle, user, now=now)
    laying_down.lay_down_all(circle, user, by=by, now=now)
    if mine.is_organizer:
        organizers.ask_if_none(circle, now=now)
