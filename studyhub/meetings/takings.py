"""Presses that take something from somebody: for a minute they can be undone, and only then is that person told.

What was taken stands in the event of the audit trail, its messages wait in the outbox. Nothing here commits.
Rules: docs/rules.md, Taking away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, select

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.audit.trail import Recorded
from studyhub.circles.models import Participation, ParticipationRole
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.meetings import telling
from studyhub.people.models import User

HELD = timedelta(minutes=1)


class TooLateToUndo(Exception):
    """The minute is over, it was undone before, or what it was about is over."""


@dataclass
class PutBack:
    """What undoing could not restore as it was: in how many meetings one waits now, and chapters that others have.

    `gone` are pairs of a chapter's title and the names of those who have it or are asked for it.
    """

    waits: int = 0
    gone: list[tuple[str, list[str]]] = field(default_factory=list)


def tell(event: AuditEvent, kind: str, messages: Iterable[tuple[User, str, Payload]], *, by: User) -> None:
    """As `telling.tell`, once the minute of this flushed event is over and nobody has undone it."""
    told = [(user, f"taking:{event.id}:{key}", payload) for user, key, payload in messages]
    telling.tell(kind, told, by=by, now=event.at, due_at=ends_at(event))


def ends_at(event: AuditEvent) -> datetime:
    """Until when it can be undone."""
    return event.at + HELD


def undo(event: AuditEvent, subject: Recorded, *, by: User, now: datetime) -> None:
    """Note that it is undone, and tell nobody of it any more. What it took must be locked. Raises TooLateToUndo."""
    db.session.refresh(event)
    if event.undone_at is not None or now >= ends_at(event):
        raise TooLateToUndo
    event.undone_at = now
    outbox.drop(f"taking:{event.id}:", due_at=ends_at(event))
    trail.record("taking.undone", subject, by=by, now=now, circle_id=event.circle_id)


def kept(event: AuditEvent, name: str) -> Any:
    """What the event keeps under this name of what was before."""
    return (event.before or {}).get(name, [])


def left_since(event: AuditEvent) -> Select[int]:
    """Who has left the event's circle since, and is not back."""
    inside = select(Participation.user_id).where(Participation.circle_id == event.circle_id)
    gone = inside.where(Participation.left_at >= event.at)
    return gone.where(Participation.user_id.not_in(inside.where(Participation.is_present)))


def presents_no_more(event: AuditEvent) -> CompoundSelect[int]:
    """Who has left the event's circle since, and who only listens in it by now."""
    inside = select(Participation.user_id).where(Participation.circle_id == event.circle_id, Participation.is_present)
    return left_since(event).union(inside.where(Participation.role == ParticipationRole.LISTENER))
