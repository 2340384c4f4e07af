"""The messages a person finds in the product."""

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.delivery.models import InboxItem
from studyhub.people.models import User


def unread_count(user: User) -> int:
    """How many messages wait to be read."""
    waiting = select(func.count()).where(InboxItem.user_id == user.id, InboxItem.read_at.is_(None))
    return db.session.scalar(waiting) or 0
