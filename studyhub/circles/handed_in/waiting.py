"""What of circles waits for a person on their first page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import unorganized
from studyhub.circles.models import Circle, CircleInvitation, CircleState, Participation
from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import SHOWN, SINCE, asked_by


def invitations(user: User, now: datetime) -> Sequence[CircleInvitation]:
    """Invitations into circles that the person may still join."""
    return db.session.scalars(invitation_rows(), asked_by(user, now)).all()


@kept
def invitation_rows() -> Select[CircleInvitation]:
    """Asks `invitations`."""
    # Whoever was in once and left has answered.
    was_in = exists().where(Participation.circle_id == CircleInvitation.circle_id, Participation.user_id == READER)
    is_over = Circle.state.in_((CircleState.FINISHED, CircleState.ENDED))
    return (
        select(CircleInvitation)
        .join(CircleInvitation.circle)
        .where(CircleInvitation.user_id == READER, CircleInvitation.withdrawn_at.is_(None), ~was_in, ~is_over)
        .where(CircleInvitation.invited_at > SINCE)
        .options(contains_eager(CircleInvitation.circle), joinedload(CircleInvitation.invited_by))
        .order_by(CircleInvitation.invited_at, CircleInvitation.id)
        .limit(SHOWN)
    )


def without_organizer(user: User, _now: datetime) -> list[int]:
    """For administrators: how many circles have no organiser who is there, as the one thing that waits."""
    count = unorganized.count() if user.is_admin else 0
    return [count] if count else []
