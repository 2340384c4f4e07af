"""Wanting no reminders, of one circle or of all, and wanting them again. Nothing here commits."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.delivery import preferences, rows
from studyhub.delivery.models import Channel
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.reminders import digest, unfinished
from studyhub.reminders.models import ReminderKind, ReminderStop

# What comes without being asked for.
KINDS = (*map(str, ReminderKind), unfinished.REQUEST)


def visible_circle(user: User, circle_id: int) -> Circle | None:
    """The circle that somebody wants no reminders of, as long as they may see it."""
    return db.session.scalar(circles.visible_to(user).where(Circle.id == circle_id), read_by(user))


def stop(user: User, circle: Circle, *, now: datetime) -> None:
    """No reminders of this circle any more, on any channel. Pressing twice is harmless."""
    rows.insert_missing(ReminderStop, [_row(user, circle.id, now)], unique=["user_id", "circle_id"])


def stop_all(user: User) -> None:
    """No reminders of any kind or circle, on any channel; in one's profile each can be turned on again."""
    preferences.choose(user, {(kind, channel): False for kind in (*KINDS, digest.KIND) for channel in Channel})


def is_stopped(user: User, circle: Circle) -> bool:
    """Whether somebody wants no reminders of a circle."""
    stopped = select(ReminderStop.id).where(ReminderStop.user_id == user.id, ReminderStop.circle_id == circle.id)
    return db.session.scalar(stopped) is not None


def are_all_stopped(user: User) -> bool:
    """Whether somebody wants no reminder of any kind on any channel."""
    return all(len(preferences.unwanted(kind, [user.id])) == len(Channel) for kind in KINDS)


class CircleChoice(NamedTuple):
    """A circle somebody is in, and whether they are reminded of its sessions."""

    id: int
    title: str
    is_reminded: bool


def choices(user: User) -> list[CircleChoice]:
    """The circles somebody is in, by title."""
    stopped = exists().where(ReminderStop.user_id == user.id, ReminderStop.circle_id == Circle.id)
    is_in = exists().where(
        Participation.circle_id == Circle.id, Participation.user_id == user.id, Participation.is_present
    )
    found = select(Circle.id, Circle.title, ~stopped).where(is_in)
    return [CircleChoice(*row) for row in db.session.execute(found.order_by(Circle.title, Circle.id))]


def choose(user: User, wanted: Collection[int], *, now: datetime) -> None:
    """Keep of which of their circles somebody wants reminders: the ids of these; others mean nothing."""
    shown = {choice.id for choice in choices(user)}
    again = delete(ReminderStop).where(ReminderStop.user_id == user.id, ReminderStop.circle_id.in_(shown & set(wanted)))
    db.session.execute(again)
    if off := [_row(user, circle_id, now) for circle_id in sorted(shown - set(wanted))]:
        rows.insert_missing(ReminderStop, off, unique=["user_id", "circle_id"])


def _row(user: User, circle_id: int, now: datetime) -> dict[str, object]:
    return {"user_id": user.id, "circle_id": circle_id, "stopped_at": now}
