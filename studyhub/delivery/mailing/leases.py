"""One mail at a time is taken by one worker, and what became of it is written down. Nothing here commits.

A worker that dies leaves its lease behind: when it runs out, the mail is sent by another under the same Message-ID.
"""

from datetime import datetime, timedelta

from studyhub.db import db
from studyhub.delivery import inbox, queries
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# With pauses that double from one minute to six hours, about a week.
LAST_ATTEMPT = 36
ERROR_MAX_CHARS = 500


def take_mail(now: datetime) -> OutboxMessage | None:
    """Take the mail that is due the longest; None when there is none. Commit before sending it."""
    message = db.session.scalar(queries.to_take(Channel.MAIL, now).limit(1))
    if message is not None:
        message.leased_until = now + LEASE
        message.attempts += 1
    return message


def finish(message: OutboxMessage, *, now: datetime) -> None:
    """It was taken over by the mail server."""
    db.session.refresh(message, with_for_update=True)
    message.end(DeliveryState.SENT, now)


def drop(message: OutboxMessage, *, now: datetime) -> None:
    """Nobody is to get it any more."""
    if _is_still_ours(message):
        message.end(DeliveryState.DROPPED, now)


def fail(message: OutboxMessage, error: str, *, now: datetime) -> None:
    """It does not arrive: tell the administrators, once a day however many there are."""
    if not _is_still_ours(message):
        return
    message.give_up(error[:ERROR_MAX_CHARS], now)
    payload = {"kind": message.kind, "address": address_of(message), "error": message.last_error}
    administrators = db.session.scalars(queries.administrators())
    inbox.put("mail_failed", administrators, key=f"mail_failed:{now:%Y-%m-%d}", payload=payload, now=now)


def give_back(message: OutboxMessage) -> None:
    """The server takes no mail at all: this one waits as if nobody had tried."""
    if _is_still_ours(message):
        message.leased_until = None
        message.attempts -= 1


def postpone(message: OutboxMessage, error: str, *, now: datetime) -> None:
    """Try again after a pause that grows with each attempt, about a week long."""
    if message.attempts >= LAST_ATTEMPT:
        fail(message, error, now=now)
    elif _is_still_ours(message):
        message.due_at = now + pause_after(message.attempts)
        message.leased_until = None
        message.failing_since = message.failing_since or now
        message.last_error = error[:ERROR_MAX_CHARS]


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts (from 1): a minute, doubling, at most six hours."""
    doublings = min(attempts - 1, LAST_ATTEMPT)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def address_of(message: OutboxMessage) -> str:
    """Where a mail goes: the address it was written to, else the person's present one."""
    if message.address is not None:
        return message.address
    if message.recipient is None:
        raise ValueError(f"Message {message.id} has neither a person nor an address.")
    return message.recipient.email


def _is_still_ours(message: OutboxMessage) -> bool:
    """Whether no other worker took the mail over after our lease ran out; locks the row."""
    lease = message.leased_until
    db.session.refresh(message, with_for_update=True)
    return message.state is DeliveryState.WAITING and message.leased_until == lease
