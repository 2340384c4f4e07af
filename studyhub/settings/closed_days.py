"""The days on which the whole organisation is closed."""

from datetime import date, datetime

from sqlalchemy import Select, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.settings import organization
from studyhub.settings.models import ClosedDay


class EndsBeforeStart(Exception):
    """The last day is before the first."""


def add(name: str, *, starts_on: date, ends_on: date, is_special: bool, by: User, now: datetime) -> ClosedDay:
    """Close the organisation on these days, both ends included. Raises EndsBeforeStart. Does not commit.

    Pressing twice is harmless: the same days under the same name are one.
    """
    if ends_on < starts_on:
        raise EndsBeforeStart
    for known in organization.closed_days():
        if (known.name, known.starts_on, known.ends_on) == (name, starts_on, ends_on):
            known.is_special = is_special
            return known
    closed = ClosedDay(name=name, starts_on=starts_on, ends_on=ends_on, is_special=is_special)
    db.session.add(closed)
    trail.record("closed_day.added", closed, by=by, now=now)
    return closed


def remove(closed: ClosedDay, *, by: User, now: datetime) -> None:
    """Work on these days after all. Does not commit."""
    before = {
        "name": closed.name,
        "starts_on": closed.starts_on.isoformat(),
        "ends_on": closed.ends_on.isoformat(),
        "is_special": closed.is_special,
    }
    trail.record("closed_day.removed", closed, by=by, now=now, before=before)
    db.session.delete(closed)


def one(closed_day_id: int) -> Select[ClosedDay]:
    """Closed days, as they were added."""
    return select(ClosedDay).where(ClosedDay.id == closed_day_id)
