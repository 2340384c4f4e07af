"""A mail that shows whether mail arrives: at once from the terminal, or through the worker from the page."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.mailing import troubles
from studyhub.delivery.models import OF_SERVER, Channel, DeliveryState, OutboxMessage, TroubleKind
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
        waiting.due_at, waiting.last_error = now, None
        outbox.wake_worker()
        db.session.flush()
    # After the mail, as in the worker: two that lock in another order wait for each other.
    troubles.try_now()


def latest(user: User) -> OutboxMessage | None:
    """The test mail that a person asked for last."""
    return db.session.scalar(_of(user))


@dataclass(frozen=True)
class Refusal:
    """Why a test mail was not taken over, and in which words."""

    kind: TroubleKind
    error: str


def refusal(test: OutboxMessage) -> Refusal | None:
    """What was in the way of a test mail since it was asked for; None while nothing is known of that."""
    if test.state not in (DeliveryState.WAITING, DeliveryState.FAILED):
        return None
    if test.last_error:
        return Refusal(TroubleKind.PUT_OFF, test.last_error)
    met = [found for found in troubles.lasting() if found.kind in OF_SERVER and found.seen_at >= test.due_at]
    return Refusal(met[0].kind, met[0].error) if met else None


def _of(user: User) -> Select[OutboxMessage]:
    tests = select(OutboxMessage).where(OutboxMessage.kind == KIND, OutboxMessage.recipient_id == user.id)
    return tests.order_by(OutboxMessage.id.desc()).limit(1)
