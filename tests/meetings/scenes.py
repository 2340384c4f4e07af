"""Situations that several tests of meetings begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from studyhub import clock
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting, SignupState
from studyhub.people.models import User
from tests.cast import Cast


def meetings_of(circle: Circle) -> list[Meeting]:
    """All meetings, in order of time."""
    return list(db.session.scalars(queries.of_circle(circle)))


def small_meeting(cast: Cast, capacity: int = 1) -> Meeting:
    """A meeting of another circle, which Chika organises and where she has the first seat."""
    [meeting] = meetings_of(cast.new_circle(cast.chika, title="Small", capacity=capacity, meetings=1))
    return meeting


def state(meeting: Meeting, user: User) -> SignupState | None:
    """The person's place, None without one."""
    signup = queries.active_signup(meeting, user)
    return signup.state if signup else None


def chapter_of(meeting: Meeting) -> Chapter:
    """The first chapter of a meeting."""
    return chapter_queries.chapters(meeting)[0]


def held(chapter: Chapter) -> list[Assignment]:
    """Present assignments of a chapter."""
    return list(db.session.scalars(chapter_queries.current([chapter.id])))


def messages(kind: str) -> list[str]:
    """Names of whom the outbox tells this kind of thing by mail, in order."""
    rows = db.select(User.name).join(OutboxMessage, OutboxMessage.recipient_id == User.id)
    rows = rows.where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL)
    return sorted(db.session.scalars(rows))


def go_to(moment: datetime) -> None:
    """Let the application's clock show this moment."""
    clock.start_at(moment)


def after(meeting: Meeting, **more: float) -> datetime:
    """A moment after the end of a meeting."""
    return meeting.ends_at + timedelta(**more)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What reaches the database in here."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
