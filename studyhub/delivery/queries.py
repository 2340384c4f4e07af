"""What is to be sent, what arrived, and whom to tell when sending fails."""

from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from studyhub.delivery.models import Channel, DeliveryState, InboxItem, MessagePreference, OutboxMessage
from studyhub.people.models import MEMBERS, User

# No lease is so long, nor are the clocks of two workers so far apart; nor is any pause between two tries.
FURTHEST_LEASE = timedelta(minutes=10)
FURTHEST_PAUSE = timedelta(hours=12)


def due(now: datetime) -> Select[OutboxMessage]:
    """Messages to be sent now that no worker holds.

    Of a time to come that nothing written now could name the clock has been set back since: it is over.
    """
    lease, due_at = OutboxMessage.leased_until, OutboxMessage.due_at
    is_free = or_(lease.is_(None), lease <= now, lease > now + FURTHEST_LEASE)
    was_written_later = and_(OutboxMessage.created_at > now + FURTHEST_LEASE, due_at <= OutboxMessage.created_at)
    was_postponed_later = and_(OutboxMessage.attempts > 0, due_at > now + FURTHEST_PAUSE)
    is_due = or_(due_at <= now, was_written_later, was_postponed_later)
    return select(OutboxMessage).where(OutboxMessage.state == DeliveryState.WAITING, is_due, is_free)


def to_take(channel: Channel, now: datetime) -> Select[OutboxMessage]:
    """Those of one channel, the longest due first, locked; what another worker is taking is passed over."""
    of_channel = due(now).where(OutboxMessage.channel == channel)
    return of_channel.order_by(OutboxMessage.due_at, OutboxMessage.id).with_for_update(skip_locked=True)


def inbox_of(user: User, before_id: int | None = None) -> Select[InboxItem]:
    """A person's messages, newest first; with an id only those older than it."""
    items = select(InboxItem).where(InboxItem.user_id == user.id).order_by(InboxItem.id.desc())
    return items if before_id is None else items.where(InboxItem.id < before_id)


def choices_of(user: User) -> Select[MessagePreference]:
    """What a person chose of kinds and channels."""
    return select(MessagePreference).where(MessagePreference.user_id == user.id)


def administrators() -> Select[User]:
    """Whoever looks after this installation."""
    return select(User).where(User.is_admin, User.state.in_(MEMBERS)).order_by(User.id)
