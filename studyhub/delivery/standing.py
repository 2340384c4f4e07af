"""How mail is doing at a moment, read from what processes and troubles say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from studyhub.db import db
from studyhub.delivery import processes
from studyhub.delivery.mailing import failed, troubles
from studyhub.delivery.models import OF_SERVER, Channel, DeliveryState, MailTrouble, OutboxMessage, TroubleKind

HOLDS_UP = OF_SERVER | {TroubleKind.WORKER_UNSET}
_IS_WAITING_MAIL = (OutboxMessage.channel == Channel.MAIL, OutboxMessage.state == DeliveryState.WAITING)
# A mail that was put off is due later, and waits since it first failed all the same.
_waits_since = func.coalesce(OutboxMessage.failing_since, OutboxMessage.due_at)


class MailState(StrEnum):
    """Whether what is decided on now will be sent soon."""

    FLOWS = "flows"
    HELD_UP = "held_up"
    OFF = "off"


def mail_state(now: datetime, *, is_set_here: bool) -> MailState:
    """The state in one word; `is_set_here` says whether this process knows a mail server."""
    if not is_set_here and not processes.has_mail(now):
        return MailState.OFF
    is_held_up = processes.is_worker_gone(now) or any(found.kind in HOLDS_UP for found in troubles.lasting())
    return MailState.HELD_UP if is_held_up else MailState.FLOWS


@dataclass(frozen=True)
class Queue:
    """The mail that waits: how many are due, and since when the oldest of them."""

    count: int
    oldest_since: datetime | None


def queue(now: datetime) -> Queue:
    """The mail that should have been sent by now and was not, even if it is tried again only later."""
    waits = select(func.count(), func.min(_waits_since)).where(*_IS_WAITING_MAIL, _waits_since <= now)
    count, oldest = db.session.execute(waits).one()
    return Queue(count, oldest)


def failed_count() -> int:
    """How many mails were given up and can be sent again."""
    return db.session.scalar(select(func.count()).select_from(failed.mails().order_by(None).subquery())) or 0


def last_sent_at() -> datetime | None:
    """When the mail server last took a mail over."""
    sent = select(func.max(OutboxMessage.sent_at)).where(OutboxMessage.channel == Channel.MAIL)
    return db.session.scalar(sent)


@dataclass(frozen=True)
class Concern:
    """What an administrator should look at, for home: the trouble that is worst, mails given up, no worker."""

    trouble: MailTrouble | None
    failed_count: int
    is_worker_gone: bool

    def __bool__(self) -> bool:
        return self.trouble is not None or bool(self.failed_count) or self.is_worker_gone


def concern(now: datetime) -> Concern:
    """What waits for the administrators. That mail is off is their choice, and nothing that waits."""
    told = [found for found in troubles.lasting() if found.told_at is not None and found.kind is not TroubleKind.OFF]
    is_late = bool(db.session.scalar(select(_any_late(now))))
    return Concern(told[0] if told else None, failed_count(), is_late and processes.is_worker_gone(now))


def _any_late(now: datetime) -> ColumnElement[bool]:
    late = OutboxMessage.state == DeliveryState.WAITING, OutboxMessage.due_at < now - processes.SILENT_AFTER
    return select(OutboxMessage.id).where(*late).exists()
