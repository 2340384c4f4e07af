"""What a worker does that knows no mail server: it leaves mail to others, and drops it where nobody knows one."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import processes, queries
from studyhub.delivery.mailing import troubles
from studyhub.delivery.models import OF_SERVER, Channel, DeliveryState, OutboxMessage, TroubleKind

BATCH = 500


def look(now: datetime) -> int:
    """Tell of mail that nobody sends; drop what has waited for a day of that, and say how many. Does not commit."""
    if not _is_mail_due(now):
        troubles.end(TroubleKind.WORKER_UNSET, now=now)
        return 0
    if processes.has_mail(now):
        _leave_to_others(now)
        return 0
    troubles.end(TroubleKind.WORKER_UNSET, *OF_SERVER, now=now)
    troubles.note(TroubleKind.OFF, "", now=now)
    return _drop(now)


def _is_mail_due(now: datetime) -> bool:
    due = queries.due(now).where(OutboxMessage.channel == Channel.MAIL)
    return bool(db.session.scalar(select(due.exists())))


def _leave_to_others(now: datetime) -> None:
    troubles.end(TroubleKind.OFF, now=now)
    if processes.has_working_mail(now):
        troubles.end(TroubleKind.WORKER_UNSET, now=now)
    else:
        troubles.note(TroubleKind.WORKER_UNSET, "", now=now)


def _drop(now: datetime) -> int:
    old = queries.to_take(Channel.MAIL, now).where(OutboxMessage.due_at <= now - processes.REMEMBERED)
    dropped = list(db.session.scalars(old.limit(BATCH)))
    for message in dropped:
        message.end(DeliveryState.DROPPED, now)
    return len(dropped)
