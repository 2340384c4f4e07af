"""The messages a person finds in the product."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Select, SQLColumnExpression, bindparam, delete, func, select, update

from studyhub.db import db, kept
from studyhub.delivery import queries, rows
from studyhub.delivery.models import Channel, DeliveryState, InboxItem
from studyhub.delivery.texts import Payload
from studyhub.people.models import User

BATCH = 200


def unread(user_id: SQLColumnExpression[int] | BindParameter[int]) -> Select[int]:
    """The number of messages that wait to be read by a person, whose id may come from the query around."""
    return select(func.count()).where(InboxItem.user_id == user_id, InboxItem.read_at.is_(None))


_UNREAD = unread(bindparam("user_id"))


def unread_count(user: User) -> int:
    """How many messages wait to be read."""
    return db.session.scalar(_UNREAD, {"user_id": user.id}) or 0


def put(kind: str, users: Iterable[User], *, key: str, payload: Payload, now: datetime) -> None:
    """Lay a message into inboxes at once, past the outbox and everybody's preferences. Does not commit.

    For what tells of the outbox itself. Putting one twice under the same key is harmless.
    """
    found = [_row(f"{key}:{user.id}", kind, user.id, payload, now) for user in users]
    if found:
        rows.insert_missing(InboxItem, found, unique=["key"])


def take_back(kind: str) -> None:
    """Take messages of a kind out of all inboxes: what they told of is over. Does not commit."""
    db.session.execute(delete(InboxItem).where(InboxItem.kind == kind))


def deliver_due(now: datetime) -> int:
    """Move due messages from the outbox into inboxes, and say how many. Does not commit."""
    due = list(db.session.scalars(queries.to_take(Channel.INBOX, now).limit(BATCH)))
    if due:
        found = [_row(one.key, one.kind, one.recipient_id, one.payload, now) for one in due]
        rows.insert_missing(InboxItem, found, unique=["key"])
    for message in due:
        message.end(DeliveryState.SENT, now)
    return len(due)


def mark_read(item: InboxItem, *, now: datetime) -> None:
    """Note when a message was read; the first time counts."""
    item.read_at = item.read_at or now


def mark_all_read(user: User, *, up_to_id: int, now: datetime) -> None:
    """Mark what a person has seen as read, newer messages not. Does not commit."""
    seen = update(InboxItem).where(InboxItem.user_id == user.id, InboxItem.read_at.is_(None), InboxItem.id <= up_to_id)
    db.session.execute(seen.values(read_at=now))


def unread_of(kinds: Collection[str]) -> Sequence[InboxItem]:
    """What waits to be read of these kinds, of everybody."""
    return db.session.scalars(_unread_of(), {"kinds": list(kinds)}).all()


@kept
def _unread_of() -> Select[InboxItem]:
    kinds = InboxItem.kind.in_(bindparam("kinds", expanding=True))
    return select(InboxItem).where(kinds, InboxItem.read_at.is_(None)).order_by(InboxItem.id)


def mark_items_read(item_ids: Sequence[int], *, now: datetime) -> None:
    """Mark messages as read that nobody needs to act on any more. Does not commit."""
    if item_ids:
        over = update(InboxItem).where(InboxItem.id.in_(item_ids), InboxItem.read_at.is_(None))
        db.session.execute(over.values(read_at=now))


def _row(key: str, kind: str, user_id: int | None, payload: Payload, now: datetime) -> dict[str, object]:
    return {"key": key, "kind": kind, "user_id": user_id, "payload": payload, "created_at": now}
