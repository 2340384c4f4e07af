"""Mail that was given up: it can be sent again for thirty days, or put away."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.models import DeliveryState, OutboxMessage

KEPT = timedelta(days=30)


def mails() -> Select[OutboxMessage]:
    """What was given up and can be sent again, newest first."""
    given_up = OutboxMessage.state == DeliveryState.FAILED, OutboxMessage.failed_at.is_not(None)
    return select(OutboxMessage).where(*given_up).order_by(OutboxMessage.failed_at.desc(), OutboxMessage.id.desc())


def send_again(messages: Iterable[OutboxMessage], *, now: datetime) -> int:
    """Put mails back among those that wait, and say how many. Does not commit.

    Those that another press took are left alone.
    """
    found = [message for message in messages if _is_failed(message)]
    for message in found:
        message.state = DeliveryState.WAITING
        message.due_at, message.attempts = now, 0
        message.failing_since = message.failed_at = message.last_error = None
    if found:
        outbox.wake_worker()
    return len(found)


def put_away(messages: Iterable[OutboxMessage], *, now: datetime) -> int:
    """Never send these, forget what they say, and say how many. Does not commit."""
    found = [message for message in messages if _is_failed(message)]
    for message in found:
        message.end(DeliveryState.DROPPED, now)
    return len(found)


def _is_failed(message: OutboxMessage) -> bool:
    db.session.refresh(message, with_for_update=True)
    return message.state is DeliveryState.FAILED


def forget_old(now: datetime) -> None:
    """What nobody sent again in thirty days is put away: it may hold the address of an invitation. Does not commit."""
    old = mails().where(OutboxMessage.failed_at <= now - KEPT)
    put_away(db.session.scalars(old).all(), now=now)
