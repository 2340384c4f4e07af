"""What people have of circles, when they go and when two accounts of one person are made one. Nothing here commits."""

from datetime import datetime

from sqlalchemy import Select, select

from studyhub.audit import trail
from studyhub.circles import invitations, locking, organizers
from studyhub.circles.models import Circle, CircleInvitation, CircleState, Participation, ParticipationRole
from studyhub.circles.planning import keeping
from studyhub.circles.planning.models import KeptDraft
from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState
from studyhub.people.pairs import pairs

ENDED = frozenset({CircleState.FINISHED, CircleState.ENDED})


def give_back(user: User, *, by: User, now: datetime) -> None:
    """End the invitations of whoever goes, and let circles without another organiser ask for one."""
    if user.state is UserState.LEFT:
        keeping.forget_all(user)
    mine = db.session.scalars(_participations(user)).all()
    for one in mine:
        locking.lock(one.circle)
    invitations.end_all(user, now=now)
    for one in mine:
        _hand_on(one, user, by=by, now=now)


def _participations(user: User) -> Select[Participation]:
    mine = select(Participation).where(Participation.user_id == user.id, Participation.is_present)
    return mine.order_by(Participation.circle_id)


def _hand_on(mine: Participation, user: User, *, by: User, now: datetime) -> None:
    """Whoever left is out of the circle; whoever comes back is still in it, and organises it still."""
    circle = mine.circle
    if user.state is UserState.LEFT:
        mine.left_at = now
        trail.record("circle.departed", circle, by=by, now=now, circle_id=circle.id, after={"user_id": user.id})
    if mine.is_organizer and circle.state not in ENDED:
        organizers.ask_if_none(circle, now=now)


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Be in a circle once, and invited into it once. The circles must be locked."""
    _settle_participations(going, staying, now=now)
    _settle_invitations(going, staying)


def _settle_participations(going: User, staying: User, *, now: datetime) -> None:
    """Be in a circle once: since the earlier day, as organiser if either was, as listener only if both were."""
    held = select(Participation).where(Participation.user_id.in_([going.id, staying.id]))
    found = db.session.scalars(held.where(Participation.is_present)).all()
    for kept, other in pairs(sorted(found, key=lambda one: (one.joined_at, one.id)), lambda one: one.circle_id):
        kept.is_organizer = kept.is_organizer or other.is_organizer
        if other.role is ParticipationRole.PARTICIPANT:
            kept.role = ParticipationRole.PARTICIPANT
        other.left_at = now
    db.session.flush()


def _settle_invitations(going: User, staying: User) -> None:
    """Be invited into a circle once; an invitation that still stands goes before one that was taken back."""
    both = select(CircleInvitation).where(CircleInvitation.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (one.withdrawn_at is not None, one.invited_at, one.id))
    for _, other in pairs(found, lambda one: one.circle_id):
        db.session.delete(other)
    db.session.flush()


OF_PEOPLE = OfPeople(
    moved=(Circle.created_by_id, CircleInvitation.invited_by_id, KeptDraft.user_id),
    without_second=(Participation.user_id, CircleInvitation.user_id),
    settle=settle,
    give_back=give_back,
)
