"""What of accounts waits for a person on their first page."""

from datetime import datetime

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.people.models import User, UserState


def pending(user: User, _now: datetime) -> list[int]:
    """For administrators: how many accounts wait to be accepted, as the one thing that waits."""
    count = _pending() if user.is_admin else 0
    return [count] if count else []


def _pending() -> int:
    return db.session.scalar(select(func.count()).where(User.state == UserState.PENDING)) or 0
