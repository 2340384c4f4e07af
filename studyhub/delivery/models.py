"""Messages on their way, messages that arrived, and what people want to hear of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User


class Channel(StrEnum):
    MAIL = "mail"
    INBOX = "inbox"


class DeliveryState(StrEnum):
    """What became of a message: failed was given up on, dropped held no more when its turn came, or had no way out."""

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
    # Since when it is put off, as long as it is; when it was given up.
    failing_since: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    recipient: Mapped[User | None] = relationship()

    def end(self, state: DeliveryState, now: datetime) -> None:
        """Nothing is left to do. The payload goes: it may hold the address of an invitation or a new password."""
        self.state = state
        self.payload = {}
        self.leased_until = None
        self.failing_since = self.failed_at = None
        self.sent_at = now if state is DeliveryState.SENT else None

    def give_up(self, error: str, now: datetime) -> None:
        """It does not arrive. Its words stay for a while (`failed.KEPT`), so that it can be sent again."""
        self.state = DeliveryState.FAILED
        self.leased_until = None
        self.failed_at = now
        self.last_error = error


UNREAD = text("read_at IS NULL")


class InboxItem(Base):
    """A message as the person finds it in the product."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        Index("ix_inbox_item_user_id_read_at", "user_id", "read_at"),
        Index("ix_inbox_item_user_id_id", "user_id", "id"),
        Index("ix_inbox_item_kind_unread", "kind", sqlite_where=UNREAD, postgresql_where=UNREAD),
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


class TroubleKind(StrEnum):
    """Why mail does not go out; docs/rules.md, Mail, says when whom is told."""

    CERTIFICATE = "certificate"
    ENCRYPTION = "encryption"
    NO_STARTTLS = "no_starttls"
    NAME = "name"
    SIGN_IN = "sign_in"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    AWAY = "away"
    PUT_OFF = "put_off"
    WORKER_UNSET = "worker_unset"
    OFF = "off"


# The mail server, or the way to it, is at fault, and no single mail.
OF_SERVER = frozenset(
    {
        TroubleKind.CERTIFICATE,
        TroubleKind.ENCRYPTION,
        TroubleKind.NO_STARTTLS,
        TroubleKind.NAME,
        TroubleKind.SIGN_IN,
        TroubleKind.REFUSED,
        TroubleKind.UNREACHABLE,
        TroubleKind.AWAY,
    }
)
# A server that is started anew is now unreachable, now busy: one trouble that may pass by itself.
PASSING = frozenset({TroubleKind.UNREACHABLE, TroubleKind.AWAY})
# Somebody has to do something: nothing is gained by waiting.
LASTING = (OF_SERVER - PASSING) | {TroubleKind.OFF}


class MailTrouble(Base):
    """One kind of trouble with mail, at present or the last time. There is one row a kind, begun anew each time."""

    __tablename__ = "mail_trouble"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TroubleKind] = mapped_column(unique=True)
    error: Mapped[str]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ProcessKind(StrEnum):
    """What a process does: both pages and messages, pages alone, messages alone."""

    SERVER = "server"
    WEB = "web"
    WORKER = "worker"


WORKING = frozenset({ProcessKind.SERVER, ProcessKind.WORKER})


class Process(Base):
    """A running StudyHub, as it last said about once a minute."""

    __tablename__ = "process"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ProcessKind]
    version: Mapped[str]
    has_mail: Mapped[bool]
    started_at: Mapped[datetime]
    turned_at: Mapped[datetime] = mapped_column(index=True)
