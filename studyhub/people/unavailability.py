"""Days on which a person takes nothing on."""

from datetime import date

from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import Unavailability, User


class EndsBeforeStart(Exception):
    """The last day is before the first."""


def add(user: User, *, starts_on: date, ends_on: date, reason: str) -> Unavailability:
    """Note days, both ends included; the same days twice are one. Raises EndsBeforeStart. Does not commit."""
    if ends_on < starts_on:
        raise EndsBeforeStart
    for known in db.session.scalars(queries.unavailabilities(user)):
        if (known.starts_on, known.ends_on) == (starts_on, ends_on):
            known.reason = reason
            return known
    days = Unavailability(user_id=user.id, starts_on=starts_on, ends_on=ends_on, reason=reason)
    db.session.add(days)
    return days


def remove(days: Unavailability) -> None:
    """Be available again. Does not commit."""
    db.session.delete(days)
