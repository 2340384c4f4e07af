"""What of actions waits for a person on their first page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from studyhub.actions import queries
from studyhub.actions.models import Action
from studyhub.db import db, kept
from studyhub.meetings.handed_in.waiting import organizes
from studyhub.people.models import User
from studyhub.people.waiting import SHOWN, asked_by


def left_behind(user: User, now: datetime) -> Sequence[Action]:
    """Open actions of circles the person organises whose owners have gone, or have left the circle."""
    return db.session.scalars(left_behind_rows(), asked_by(user, now)).all()


@kept
def left_behind_rows() -> Select[Action]:
    """Asks `left_behind`."""
    has_gone = or_(
        Action.former_owner_id.is_not(None), and_(Action.owner_id.is_not(None), ~queries.is_in(Action.owner_id))
    )
    rows = select(Action).where(Action.is_open, Action.circle_id.in_(organizes()), has_gone)
    shown = (joinedload(Action.circle), joinedload(Action.owner), joinedload(Action.former_owner))
    return queries.next_due_first(rows.options(*shown)).limit(SHOWN)
