"""A person's private address of one circle's calendar, as their other private addresses are (`people.addresses`).

It belongs to their taking part: whoever leaves the circle, or is no member any more, leaves it behind.
"""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.people.addresses import secret
from studyhub.people.models import SIGNS_IN, User

TOKEN = re.compile(r"(?P<id>[1-9][0-9]{0,8})-[a-z2-7]{26}")


def path(mine: Participation, *, key: str) -> str:
    """The present address, below ours."""
    return f"/my/{token(mine, key=key)}/circle.ics"


def token(mine: Participation, *, key: str) -> str:
    """What stands in it: the id of the participation, and a secret of 128 bits."""
    return f"{mine.id}-{secret(f'address:circle_calendar:{mine.id}:{mine.calendar_counter}', key=key)}"


def found(given: str, *, keys: Sequence[str]) -> Participation | None:
    """Whose part in which circle this token opens; None when it is wrong or renewed, or they take no part any more."""
    matched = TOKEN.fullmatch(given)
    mine = db.session.get(Participation, int(matched["id"])) if matched else None
    if mine is None or not any(hmac.compare_digest(given, token(mine, key=key)) for key in keys):
        return None
    return mine if mine.is_present and mine.user.is_member else None


def renew(mine: Participation) -> None:
    """Give the person another address; the old one stops working. Does not commit."""
    # Two at once make two; their part may be taken over by another account at this moment.
    one_more = Participation.calendar_counter + 1
    db.session.execute(update(Participation).where(Participation.id == mine.id).values(calendar_counter=one_more))


def end_all(user: User, *, by: User, now: datetime) -> None:
    """End all of them, for good, of whoever signs in no more. Does not commit."""
    if user.state not in SIGNS_IN:
        one_more = Participation.calendar_counter + 1
        theirs = update(Participation).where(Participation.user_id == user.id)
        db.session.execute(theirs.values(calendar_counter=one_more))


def of_person(user: User) -> Select[Participation]:
    """The circles a person takes part in, by their title."""
    mine = select(Participation).where(Participation.user_id == user.id, Participation.is_present)
    return mine.join(Participation.circle).options(joinedload(Participation.circle)).order_by(Circle.title, Circle.id)
