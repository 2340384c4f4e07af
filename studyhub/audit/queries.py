"""Finding audit events, newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from studyhub.audit.models import AuditEvent
from studyhub.people.models import User


@dataclass(frozen=True)
class Wanted:
    """What is looked for; None and "" stand for all. `until` itself is left out."""

    circle_id: int | None = None
    person_ids: Collection[int] | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


def events(wanted: Wanted) -> Select[AuditEvent]:
    """What was done, each with whoever did it."""
    found = select(AuditEvent).options(joinedload(AuditEvent.actor)).order_by(AuditEvent.id.desc())
    if wanted.circle_id is not None:
        found = found.where(AuditEvent.circle_id == wanted.circle_id)
    if wanted.person_ids is not None:
        is_about = and_(AuditEvent.subject_kind == User.__tablename__, AuditEvent.subject_id.in_(wanted.person_ids))
        found = found.where(or_(AuditEvent.actor_id.in_(wanted.person_ids), is_about))
    if wanted.action:
        found = found.where(AuditEvent.action == wanted.action)
    if wanted.since is not None:
        found = found.where(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(AuditEvent.at < wanted.until)
    return found
