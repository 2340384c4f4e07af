"""Writing the audit trail."""

from datetime import datetime
from typing import Any, Protocol

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.people.models import User


class Recorded(Protocol):
    """A row that audit events are about."""

    __tablename__: str
    id: Any


def record(
    action: str,
    subject: Recorded,
    *,
    by: User | None,
    now: datetime,
    circle_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Note that somebody did something to a flushed row, in the present transaction. Does not commit."""
    db.session.flush()
    event = AuditEvent(
        at=now,
        actor_id=by.id if by else None,
        action=action,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        circle_id=circle_id,
        before=before,
        after=after,
    )
    db.session.add(event)
    return event
