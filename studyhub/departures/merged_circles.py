"""Circles, their invitations and teams, where two accounts of one person are made one. Nothing here commits.

The circles must be locked, and the teams.
"""

from datetime import datetime

from sqlalchemy import select

from studyhub.circles.models import CircleInvitation, Participation, ParticipationRole
from studyhub.db import db
from studyhub.departures.pairs import pairs
from studyhub.people.models import User
from studyhub.teams.models import Membership


def settle_participations(going: User, staying: User, *, now: datetime) -> None:
    """Be in a circle once: since the earlier day, as organiser if either was, as listener only if both were."""
    held = select(Participation).where(Participation.user_id.in_([going.id, staying.id]))
    found = db.session.scalars(held.where(Participation.left_at.is_(None))).all()
    for kept, other in pairs(sorted(found, key=lambda one: (one.joined_at, one.id)), lambda one: one.circle_id):
        kept.is_organizer = kept.is_organizer or other.is_organizer
        if other.role is ParticipationRole.PARTICIPANT:
            kept.role = ParticipationRole.PARTICIPANT
        other.left_at = now
    db.session.flush()


def settle_invitations(going: User, staying: User) -> None:
    """Be invited into a circle once; an invitation that still stands goes before one that was taken back."""
    both = select(CircleInvitation).where(CircleInvitation.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (one.withdrawn_at is not None, one.invited_at, one.id))
    for _, other in pairs(found, lambda one: one.circle_id):
        db.session.delete(other)
    db.session.flush()


def settle_memberships(going: User, staying: User) -> None:
    """Be in a team once, as lead if either was; the primary team is that of the account that stays, if it has one."""
    both = select(Membership).where(Membership.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (one.user_id != staying.id, one.id))
    primary = next((one for one in found if one.is_primary), None)
    for kept, other in pairs(found, lambda one: one.team_id):
        kept.is_lead = kept.is_lead or other.is_lead
        if other is primary:
            primary = kept
        db.session.delete(other)
    # Two rows of one person must never be primary at once, not even between two statements.
    for one in found:
        one.is_primary = False
    db.session.flush()
    if primary is not None:
        primary.is_primary = True
        db.session.flush()
