"""A worker that looks at a moment, and what people are told then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import User
from studyhub.reminders.handed_in.ticks import TICKS


def tokyo(text: str) -> datetime:
    """A moment by the clocks of Tokyo, such as 2026-12-02T16:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def look(at: str | datetime) -> None:
    """Be a worker that looks at this moment; text is by the clocks of Tokyo."""
    now = tokyo(at) if isinstance(at, str) else at
    clock.start_at(now)
    db.session.flush()
    for tick in TICKS:
        tick(now)
        db.session.commit()


def told() -> list[tuple[str, str]]:
    """Kinds of reminders and to whom by mail, in the order they were decided on."""
    rows = db.select(OutboxMessage.kind, User.name).join(User, User.id == OutboxMessage.recipient_id)
    mails = rows.where(OutboxMessage.channel == Channel.MAIL, OutboxMessage.kind.in_(KINDS))
    return [(kind, name) for kind, name in db.session.execute(mails.order_by(OutboxMessage.id))]


KINDS = ("week_before", "day_before", "hour_before", "note_unshared", "release_waiting", "week_digest")
