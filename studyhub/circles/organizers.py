"""Who organises a circle. Rules: docs/rules.md, Circle. Nothing here commits."""

from datetime import datetime

from sqlalchemy import Select, select

from studyhub.audit import trail
from studyhub.circles import locking, queries, rules
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people.models import User, UserState


class NotInCircle(Exception):
    """Only who is in a circle can organise it."""


class HasOrganizer(Exception):
    """The circle has an organiser: it is for them to name another."""


def name(circle: Circle, user: User, *, by: User, now: datetime) -> None:
    """Make somebody of the circle an organiser, at the word of one. Raises NotInCircle."""
    locking.lock(circle)
    _appoint(circle, user, by=by, now=now)
    if user.id != by.id:
        outbox.add("organizer_named", user, key=f"organizer_named:{circle.id}:{now.isoformat()}", payload={
            "slug": circle.slug, "circle": circle.title, "by": by.name,
        }, now=now)  # fmt: skip


def take_over(circle: Circle, user: User, *, now: datetime) -> None:
    """Become the organiser of a circle that has none. Raises HasOrganizer, NotInCircle."""
    locking.lock(circle)
    mine = queries.participation(circle, user)
    if mine is not None and mine.is_organizer:
        return
    if queries.organizer_count(circle):
        raise HasOrganizer
    _appoint(circle, user, by=user, now=now)


def stand_in(circle: Circle, user: User, *, by: User, now: datetime) -> None:
    """Name an organiser where none is there, at the word of an administrator, and tell everybody in the circle once.

    Raises HasOrganizer, NotInCircle; nobody who is away is named.
    """
    locking.lock(circle)
    if queries.organizer_count(circle):
        raise HasOrganizer
    if not user.state == UserState.ACTIVE:
        raise NotInCircle
    _appoint(circle, user, by=by, now=now, action="circle.organizer_stood_in")
    payload = {"slug": circle.slug, "circle": circle.title, "name": user.name}
    key = f"organizer_stood_in:{circle.id}:{now.isoformat()}"
    people = db.session.scalars(_present_people(circle))
    outbox.add_many("organizer_stood_in", [(person, key, payload) for person in people], now=now)


def _appoint(circle: Circle, user: User, *, by: User, now: datetime, action: str = "circle.organizer_named") -> None:
    place = _participation(circle, user)
    if place.is_organizer:
        return
    place.is_organizer = True
    trail.record(action, circle, by=by, now=now, circle_id=circle.id, after={"user_id": user.id})


def step_down(circle: Circle, user: User, *, now: datetime) -> None:
    """Organise the circle no more and stay in it. Raises NotInCircle."""
    locking.lock(circle)
    place = _participation(circle, user)
    if not place.is_organizer:
        return
    place.is_organizer = False
    trail.record("circle.organizer_left", circle, by=user, now=now, circle_id=circle.id)
    ask_if_none(circle, now=now)


def _participation(circle: Circle, user: User) -> Participation:
    place = queries.participation(circle, user)
    if place is None:
        raise NotInCircle
    return place


def ask_if_none(circle: Circle, *, now: datetime) -> None:
    """Ask everybody in the circle for an organiser when nobody is one any more. The circle must be locked.

    One that is over wants none.
    """
    db.session.flush()
    if circle.state in rules.OVER or queries.organizer_count(circle):
        return
    key = f"organizer_wanted:{circle.id}:{now.isoformat()}"
    payload = {"slug": circle.slug, "circle": circle.title}
    outbox.add_many(
        "organizer_wanted",
        [(user, key, payload) for user in db.session.scalars(_present_people(circle))],
        now=now,
    )


def _present_people(circle: Circle) -> Select[User]:
    """Who is in the circle and there: neither on leave nor suspended; by their reading (kana)."""
    rows = select(User).join(Participation, Participation.user_id == User.id)
    here = rows.where(Participation.circle_id == circle.id, Participation.is_present)
    return here.where(User.state == UserState.ACTIVE).order_by(User.reading, User.id)
