"""To what a search can be confined."""

from typing import NamedTuple

from studyhub.circles import queries as circle_queries
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.text.searching import searchable

CIRCLES_OFFERED = 500


class CircleChoice(NamedTuple):
    """A circle to confine a search to."""

    id: int
    slug: str
    title: str


def circle_choices(user: User | None) -> list[CircleChoice]:
    """The circles a reader may confine a search to, by name; the newest ones of very many."""
    columns = circle_queries.visible_to(user).with_only_columns(Circle.id, Circle.slug, Circle.title)
    rows = db.session.execute(columns.order_by(Circle.id.desc()).limit(CIRCLES_OFFERED), read_by(user))
    return sorted((CircleChoice(*row) for row in rows), key=lambda one: (searchable(one.title), one.id))
