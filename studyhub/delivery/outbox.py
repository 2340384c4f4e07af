"""Messages decided on in a transaction, to be sent after it."""

import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from studyhub.db import db
from studyhub.delivery import preferences, rows
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.delivery.texts import Payload
from studyhub.people.models import User

# Set when messages were committed by this process: a worker in it need not wait for its next look.
arrived = threading.Event()

_ADDED = "outbox_added"


@dataclass(frozen=True)
class _Target:
    """Where one message goes; a message to an address stands outside preferences and inboxes."""

    user_id: int | None
    address: str | None
    key: str
    payload: Payload

    def channels(self, unwanted: set[tuple[int, Channel]]) -> list[Channel]:
        if self.user_id is None or self.address is not None:
            return [Channel.MAIL]
        return [channel for channel in Channel if (self.user_id, channel) not in unwanted]


def add(
    kind: str,
    recipient: User | None,
    *,
    key: str,
    payload: Payload,
    now: datetime,
    due_at: datetime | None = None,
    address: str | None = None,
) -> None:
    """Tell one person, on every channel where they want this kind, or write to an address only. Does not commit.

    The key says what happened (`promoted:17`); with the recipient and the channel it makes the message one, however
    often it is added. With an address it goes there by mail alone, in the language of the recipient, if one is given.
    The payload is JSON: moments as ISO strings.
    """
    if recipient is None and address is None:
        raise ValueError("A message needs a person or an address.")
    db.session.flush()
    _add([_Target(recipient.id if recipient else None, address, key, payload)], kind, now, due_at)


def add_many(
    kind: str,
    messages: Iterable[tuple[User, str, Payload]],
    *,
    now: datetime,
    by: User | None = None,
    due_at: datetime | None = None,
    is_asked_for: bool = False,
) -> None:
    """As `add`, for many people: triples (person, key, payload), with two statements however many. Does not commit.

    `by` did what is told: they know, and are left out. `is_asked_for` is that of the kind.
    """
    db.session.flush()
    did_it = by.id if by else None
    told = [_Target(user.id, None, key, payload) for user, key, payload in messages if user.id != did_it]
    _add(told, kind, now, due_at, is_asked_for=is_asked_for)


def without_told(messages: Iterable[tuple[User, str, Payload]]) -> list[tuple[User, str, Payload]]:
    """Those of which nothing is in the outbox yet, on whichever channel; for whoever looks again and again."""
    wanted = {(user.id, key): (user, key, payload) for user, key, payload in messages}
    keys = {f"{key}:{user_id}:{channel}": (user_id, key) for user_id, key in wanted for channel in Channel}
    if keys:
        for told in db.session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))):
            wanted.pop(keys[told], None)
    return list(wanted.values())


def _add(
    targets: list[_Target], kind: str, now: datetime, due_at: datetime | None, *, is_asked_for: bool = False
) -> None:
    people = [target.user_id for target in targets if target.user_id is not None and target.address is None]
    unwanted = preferences.unwanted(kind, people, is_asked_for=is_asked_for)
    found = [_row(target, kind, channel, now, due_at) for target in targets for channel in target.channels(unwanted)]
    if found:
        rows.insert_missing(OutboxMessage, found, unique=["key"])
        wake_worker()


def drop(key_begins: str, *, due_at: datetime) -> None:
    """Tell nobody what was to be told then under keys that begin so: it was undone before. Does not commit."""
    waiting = update(OutboxMessage).where(OutboxMessage.state == DeliveryState.WAITING, OutboxMessage.due_at == due_at)
    undone = waiting.where(OutboxMessage.key.startswith(key_begins, autoescape=True))
    db.session.execute(undone.values(state=DeliveryState.DROPPED, payload={}))


def wake_worker() -> None:
    """Let the worker of this process look as soon as this transaction is committed."""
    db.session().info[_ADDED] = True


def _row(target: _Target, kind: str, channel: Channel, now: datetime, due_at: datetime | None) -> dict[str, Any]:
    return {
        "key": f"{target.key}:{target.address or target.user_id}:{channel}",
        "kind": kind,
        "channel": channel,
        "recipient_id": target.user_id,
        "address": target.address,
        "payload": target.payload,
        "message_id": uuid.uuid4().hex,
        "due_at": due_at or now,
        "created_at": now,
    }


def mails_to_addresses(targets: Iterable[tuple[str, str]]) -> dict[str, OutboxMessage]:
    """The mails added under these pairs (key, address), by key; those that were forgotten long ago are left out."""
    by_own_key = {f"{key}:{address}:{Channel.MAIL}": key for key, address in targets}
    found = select(OutboxMessage).where(OutboxMessage.key.in_(by_own_key))
    return {by_own_key[message.key]: message for message in db.session.scalars(found)}


def waiting_count() -> int:
    """How many messages are still to be sent, those not yet due included."""
    waiting = select(func.count()).where(OutboxMessage.state == DeliveryState.WAITING)
    return db.session.scalar(waiting) or 0


@event.listens_for(Session, "after_commit")
def _tell_worker(session: Session) -> None:
    if session.info.pop(_ADDED, False):
        arrived.set()
