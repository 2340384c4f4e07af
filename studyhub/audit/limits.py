"""How much one person makes in an hour: enough for anybody's work, too little for a program that runs away.

What was made is counted where it lies: in the audit trail, or in its own rows. So nothing is counted twice, and what
comes from a file, the terminal or the demo is not held up. Rules: docs/rules.md, Limits by the hour.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User

HOUR = timedelta(hours=1)


class Limit(NamedTuple):
    """So many an hour of rows with a moment `at`, made `by` one person; of the trail only those of some actions."""

    most: int
    at: Any
    by: Any
    actions: tuple[str, ...] = ()

    def is_counted(self, user: User, now: datetime) -> list[ColumnElement[bool]]:
        """What holds of the rows that count now."""
        of_actions = [AuditEvent.action.in_(self.actions)] if self.actions else []
        return [self.by == user.id, self.at > now - HOUR, *of_actions]


def recorded(most: int, *actions: str) -> Limit:
    """So many an hour of what the audit trail says of one person, actions of these names together."""
    return Limit(most, AuditEvent.at, AuditEvent.actor_id, actions)


def full_until(limit: Limit, user: User, *, now: datetime) -> datetime | None:
    """When the oldest of the last so many counts no more; None when there are fewer."""
    counted = select(limit.at).where(*limit.is_counted(user, now)).order_by(limit.at.desc())
    oldest = db.session.scalar(counted.offset(limit.most - 1).limit(1))
    return oldest + HOUR if oldest is not None else None
