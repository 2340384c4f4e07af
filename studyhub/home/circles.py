"""The circles a person takes part in, and what of a newcomer's first steps they have done."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, select

from studyhub.circles.models import Circle, Participation
from studyhub.circles.rules import OVER
from studyhub.db import db, kept
from studyhub.meetings.models import Signup
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.teams.models import Membership

SHOWN = 10


class MyCircle(NamedTuple):
    """A circle a person takes part in, and which is not over."""

    id: int
    slug: str
    title: str


class Mine(NamedTuple):
    """The circles a person takes part in, by name; and whether they ever joined one, or signed up for a session.

    `organizes` is whether they organise any of them.
    """

    circles: Sequence[MyCircle]
    organizes: bool
    is_in_team: bool
    has_signed_up: bool
    has_joined: bool


def mine(user: User) -> Mine:
    """What is theirs, with one statement."""
    rows = db.session.execute(_mine(), read_by(user)).all()
    done = rows[0]
    circles = [MyCircle(row.id, row.slug, row.title) for row in rows if row.id is not None]
    return Mine(circles, done.organizes, done.is_in_team, done.has_signed_up, done.has_joined)


@kept
def _mine() -> Select[*tuple[Any, ...]]:
    # A circle that is over is found among what one took part in.
    going_on = Participation.circle_id.in_(select(Circle.id).where(Circle.state.not_in(OVER)))
    present = and_(Participation.user_id == User.id, Participation.is_present, going_on)
    found = select(Circle.id, Circle.slug, Circle.title).select_from(User).outerjoin(Participation, present)
    done = {"is_in_team": Membership, "has_signed_up": Signup, "has_joined": Participation}
    named = [_has(kind).label(name) for name, kind in done.items()]
    organizes = _has(Participation).where(Participation.is_organizer, Participation.is_present).label("organizes")
    told = found.outerjoin(Circle, Circle.id == Participation.circle_id).add_columns(organizes, *named)
    # One row of nothing for whoever is in none.
    return told.where(User.id == READER).order_by(Circle.title, Circle.id).limit(SHOWN)


def _has(kind: Any) -> Any:
    return exists().where(kind.user_id == READER).correlate(None)
