"""The one organisation, and the days it is closed."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.settings.models import ClosedDay, Organization


def found_or_none() -> Organization | None:
    """The organisation, or None before the first visit."""
    return db.session.get(Organization, 1)


def current() -> Organization:
    """The organisation; before the first visit, one with every default that is not stored."""
    return found_or_none() or Organization(
        name="StudyHub", language="ja", time_zone="Asia/Tokyo", feed_items=50, is_demo=False
    )


def found(name: str, *, now: datetime) -> Organization:
    """Make the organisation. Does not commit."""
    organization = Organization(id=1, name=name, created_at=now)
    db.session.add(organization)
    db.session.flush()
    return organization


def closed_days() -> list[ClosedDay]:
    """All closed days, in order."""
    return list(db.session.scalars(select(ClosedDay).order_by(ClosedDay.starts_on, ClosedDay.id)))
