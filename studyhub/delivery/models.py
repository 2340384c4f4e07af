"""Messages on their way, messages that arrived, and what people want to hear of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User


class Channel(StrEnum):
    MAIL = "mail"
    INBOX = "inbox"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class OutboxMessage(Base):
    """A message decided on in a transaction and sent after it. The key makes it one, however often it is asked for."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    channel: Mapped[Channel]
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    address: Mapped[str | None]
    payload: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]

    recipient: Mapped[User | None] = relationship()

    def end(self, state: DeliveryState, now: datetime) -> None:
        """Nothing is left to do. The payload goes: it may hold the address of an invitation or a new password."""
        self.state = state
        self.payload = {}
        self.leased_until = None
        self.sent_at = now if state is DeliveryState.SENT else None


class InboxItem(Base):
    """A message as the person finds it in the product."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        Index("ix_inbox_item_user_id_read_at", "user_id", "read_at"),
        Index("ix_inbox_item_user_id_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class MessagePreference(Base):
    """A person's choice about one kind of message on one channel; no row means yes."""

    __tablename__ = "message_preference"
    __table_args__ = (UniqueConstraint("user_id", "kind", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    channel: Mapped[Channel]
    is_wanted: Mapped[bool]
