"""A mail that shows whether mail arrives: at once from the terminal, or through the worker from the page."""

import uuid
from datetime import datetime

from sqlalchemy import Select, select

from studyhub.db import db
from studyhub.delivery import outbox, troubles
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.people.models import User

KIND = "mail_test"


def message_to(address: str, *, now: datetime) -> OutboxMessage:
    """A test mail for `posting.post`, which is no row and never becomes one."""
    return OutboxMessage(
        kind=KIND, address=address, channel=Channel.MAIL, payload={}, message_id=uuid.uuid4().hex, created_at=now
    )


def ask(user: User, *, now: datetime) -> None:
    """Have whichever worker sends mail send one to this person, at once even while the server rests. Does not commit.

    Pressing twice is harmless: there is one test at a time.
    """
    waiting = db.session.scalar(_of(user).where(OutboxMessage.state == DeliveryState.WAITING))
    if waiting is None:
        outbox.add(KIND, user, key=f"{KIND}:{now.isoformat()}", payload={}, now=now, address=user.email)
    else:
        waiting.due_at = now
        outbox.wake_worker()
        db.session.flush()
    # After the mail, as in the worker: two that lock in another order wait for each other.
    troubles.try_now()


def latest(user: User) -> OutboxMessage | None:
    """The test mail that a person asked for last."""
    return db.session.scalar(_of(user))


def _of(user: User) -> Select[OutboxMessage]:
    tests = select(OutboxMessage).where(OutboxMessage.kind == KIND, OutboxMessage.recipient_id == user.id)
    return tests.order_by(OutboxMessage.id.desc()).limit(1)
