"""What people of the demo find in their notices: what happened lately. Nothing of it is mailed to anybody."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from studyhub.db import db
from studyhub.delivery import rows
from studyhub.delivery.models import Channel, InboxItem, OutboxMessage

KEPT = timedelta(days=7)
UNREAD = timedelta(days=2)
READ_AFTER = timedelta(hours=5)


def last_id() -> int:
    """The newest message there was before the demo."""
    return db.session.scalar(select(func.max(OutboxMessage.id))) or 0


def settle(*, after_id: int, now: datetime) -> None:
    """Lay what the demo said lately into inboxes, and take everything it said out of the outbox. Does not commit."""
    db.session.flush()
    said = select(OutboxMessage).where(OutboxMessage.id > after_id)
    lately = said.where(OutboxMessage.channel == Channel.INBOX, OutboxMessage.created_at > now - KEPT)
    items = [_item(message, now) for message in db.session.scalars(lately.order_by(OutboxMessage.id))]
    if items:
        rows.insert_missing(InboxItem, items, unique=["key"])
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.id > after_id))


def _item(message: OutboxMessage, now: datetime) -> dict[str, object]:
    is_read = message.created_at < now - UNREAD
    return {
        "key": message.key,
        "user_id": message.recipient_id,
        "kind": message.kind,
        "payload": message.payload,
        "created_at": message.created_at,
        "read_at": message.created_at + READ_AFTER if is_read else None,
    }
