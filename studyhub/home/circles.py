"""The circles a person takes part in."""

from typing import NamedTuple

from sqlalchemy import Select, select

from studyhub.circles.models import Circle, Participation
from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

SHOWN = 10


class MyCircle(NamedTuple):
    """A circle a person takes part in."""

    id: int
    slug: str
    title: str


def circles_of(user: User) -> list[MyCircle]:
    """The circles a person takes part in, in the order of their names."""
    return [MyCircle(*row) for row in db.session.execute(_circles(), read_by(user))]


@kept
def _circles() -> Select[int, str, str]:
    mine = (
        select(Circle.id, Circle.slug, Circle.title)
        .join(Circle.participations)
        .where(Participation.user_id == READER, Participation.is_present)
    )
    return mine.order_by(Circle.title, Circle.id).limit(SHOWN)
