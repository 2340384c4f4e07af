"""Situations that several tests of meetings begin with."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import event

from studyhub import clock
from studyhub.circles import editing as circle_editing
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.changing import editing
from studyhub.meetings.messages import KINDS
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.people.models import User
from studyhub.words.speaking import speaking
from tests.at_once import at_once
from tests.cast import NOON, Cast


def meetings_of(circle: Circle) -> list[Meeting]:
    """All meetings, in order of time."""
    return list(db.session.scalars(queries.of_circle(circle)))


def small_meeting(cast: Cast, capacity: int = 1) -> Meeting:
    """A meeting of another circle, which Chika organises and where she has the first seat."""
    [meeting] = meetings_of(cast.new_circle(cast.chika, title="Small", capacity=capacity, meetings=1))
    return meeting


def state(meeting: Meeting, user: User) -> SignupState | None:
    """The person's place, None without one."""
    signup = signup_queries.active_signup(meeting, user)
    return signup.state if signup else None


def chapter_of(meeting: Meeting) -> Chapter:
    """The first chapter of a meeting."""
    return chapter_queries.chapters(meeting)[0]


def held(chapter: Chapter) -> list[Assignment]:
    """Present assignments of a chapter."""
    return list(db.session.scalars(chapter_queries.current([chapter.id])))


def is_read_together(meeting: Meeting) -> list[bool]:
    """Of each chapter of a meeting whether it is read together there."""
    db.session.flush()
    return [one.is_read_together for one in chapter_queries.read_in(meeting, now=NOON)]


def messages(kind: str) -> list[str]:
    """Names of whom the outbox tells this kind of thing by mail, in order."""
    rows = db.select(User.name).join(OutboxMessage, OutboxMessage.recipient_id == User.id)
    rows = rows.where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL)
    return sorted(db.session.scalars(rows))


def texts(kind: str) -> list[str]:
    """Subject and lines of each mail of one kind, in Japanese."""
    rows = db.select(OutboxMessage.payload).where(OutboxMessage.kind == kind, OutboxMessage.channel == Channel.MAIL)
    with speaking("ja", "Asia/Tokyo"):
        found = [KINDS[kind].render(payload, "ja") for payload in db.session.scalars(rows.order_by(OutboxMessage.id))]
    return ["\n".join([one.subject, *one.lines]) for one in found]


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


def claim(cast: Cast, user: User) -> Assignment:
    """The first chapter, taken by this person."""
    return assignments.claim(cast.meeting, chapter_of(cast.meeting), user, now=NOON)


def suggest(cast: Cast, user: User, *, is_agreed: bool = False) -> Assignment:
    """Aki asks this person to present the first chapter."""
    chapter = chapter_of(cast.meeting)
    return suggestions.suggest(cast.meeting, chapter, user, by=cast.aki, now=NOON, is_agreed=is_agreed)


def say(
    cast: Cast, text: str = "An idea", *, by: User | None = None, kind: ThoughtKind = ThoughtKind.THOUGHT
) -> Thought:
    thought = saying.say(chapter_of(cast.meeting), kind, text, by=by or cast.botan, now=NOON)
    db.session.commit()
    return thought


def details_of(meeting: Meeting, **changes: Any) -> editing.Details:
    """A meeting as it is, with some changes."""
    names = [field.name for field in dataclasses.fields(editing.Details)]
    return editing.Details(**{**{name: getattr(meeting, name) for name in names}, **changes})


def terms_of(circle: Circle, **changes: Any) -> circle_editing.Details:
    """What a circle says of itself, with some changes."""
    names = [field.name for field in dataclasses.fields(circle_editing.Details)]
    return dataclasses.replace(circle_editing.Details(**{name: getattr(circle, name) for name in names}), **changes)


def change(cast: Cast, meeting: Meeting, *, keep_all: bool = False, reopen: bool = False, **changes: Any) -> None:
    """Aki changes a meeting."""
    new = details_of(meeting, **changes)
    editing.update_meeting(meeting, new, by=cast.aki, now=NOON, keep_all=keep_all, reopen=reopen)


def later(meeting: Meeting, **more: float) -> dict[str, Any]:
    """Its times, so much later."""
    return {"starts_at": meeting.starts_at + timedelta(**more), "ends_at": meeting.ends_at + timedelta(**more)}


def press_at_once(
    app: Flask, meeting: Meeting, users: Sequence[User], act: Callable[[Meeting, User], object]
) -> list[str]:
    """Let everybody act at the same moment; how each ended, as `at_once` says."""

    def press(meeting_id: int, user_id: int) -> None:
        act(db.session.get_one(Meeting, meeting_id), db.session.get_one(User, user_id))

    return at_once(app, [partial(press, meeting.id, user.id) for user in users])
