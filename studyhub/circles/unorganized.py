"""Circles without an organiser who is there, for administrators: as little of each as lets them name one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from studyhub.circles import queries
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.people.readers import read_by

GOING_ON = (CircleState.RUNNING, CircleState.PAUSED)


@dataclass(frozen=True)
class Unorganized:
    """A circle without an organiser; `circle` is None where the reader may not open it.

    `people` are those in it who are there and can be named, `away` how many more take part.
    """

    circle_id: int
    circle: Circle | None
    people: Sequence[User]
    away: int


def circles() -> Select[Circle]:
    """Circles that go on, have nobody there who organises them, and somebody who could; the oldest first."""
    rows = select(Circle).where(Circle.state.in_(GOING_ON), _somebody_there(), ~_somebody_there(organizes=True))
    return rows.order_by(Circle.created_at, Circle.id)


def _somebody_there(*, organizes: bool = False, besides: User | None = None) -> ColumnElement[bool]:
    place, person = aliased(Participation), aliased(User)
    found = exists().where(
        place.circle_id == Circle.id,
        place.is_present,
        person.id == place.user_id,
        person.state == UserState.ACTIVE,
    )
    found = found if besides is None else found.where(person.id != besides.id)
    return (found.where(place.is_organizer) if organizes else found).correlate(Circle)


def count() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(circles().order_by(None).subquery())) or 0


def listed(reader: User) -> list[Unorganized]:
    """All of them as an administrator sees them."""
    return _as_seen(circles(), reader)


def would_be_without(person: User, reader: User) -> list[Unorganized]:
    """Circles that go on and of whose organisers this person is the last one there, as an administrator sees them.

    `people` are those who could be named then: none where nobody else is there.
    """
    if person.state is not UserState.ACTIVE:
        return []
    organized = exists().where(_organizes(person), Participation.is_present).correlate(Circle)
    rows = select(Circle).where(Circle.state.in_(GOING_ON), organized)
    rows = rows.where(~_somebody_there(organizes=True, besides=person)).order_by(Circle.created_at, Circle.id)
    return [_besides(person, one) for one in _as_seen(rows, reader)]


def _besides(person: User, one: Unorganized) -> Unorganized:
    return replace(one, people=[user for user in one.people if user.id != person.id])


def are_without(person: User, reader: User) -> list[Unorganized]:
    """Of the circles without an organiser those that this person organised, as an administrator sees them."""
    return _as_seen(circles().where(exists().where(_organizes(person)).correlate(Circle)), reader)


def _organizes(person: User) -> ColumnElement[bool]:
    # Also of a place that is over: whoever left the organisation left its circles.
    return and_(Participation.circle_id == Circle.id, Participation.user_id == person.id, Participation.is_organizer)


def _as_seen(rows: Select[Circle], reader: User) -> list[Unorganized]:
    found = list(db.session.scalars(rows))
    ids = [circle.id for circle in found]
    open_ids = select(Circle.id).where(Circle.id.in_(ids), queries.is_open_to(reader))
    seen = set(db.session.scalars(open_ids, read_by(reader)))
    people = _people(ids)
    return [_listed(circle, people.get(circle.id, []), is_open=circle.id in seen) for circle in found]


def _listed(circle: Circle, people: Sequence[User], *, is_open: bool) -> Unorganized:
    there = [one for one in people if one.state is UserState.ACTIVE]
    return Unorganized(circle.id, circle if is_open else None, there, len(people) - len(there))


def _people(circle_ids: Sequence[int]) -> dict[int, list[User]]:
    rows = select(Participation.circle_id, User).join(User, User.id == Participation.user_id)
    rows = rows.where(Participation.circle_id.in_(circle_ids), Participation.is_present)
    found: dict[int, list[User]] = {}
    for circle_id, user in db.session.execute(rows.order_by(User.reading, User.id)):
        found.setdefault(circle_id, []).append(user)
    return found
