"""A public calendar is written again when what it tells has changed, and only then."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import Column, update
from sqlalchemy.exc import DBAPIError

from studyhub.circles.models import Chapter, Circle, Visibility
from studyhub.column_types import UtcDateTime
from studyhub.db import Base, db
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.calendar import events, places
from studyhub.meetings.models import Meeting
from studyhub.text.calendar_files import CalendarEvent
from tests.calendars.subscribed import days, make_public
from tests.cast import Cast

ROOT = "http://localhost"
TABLES = [Meeting, Circle, Chapter, MeetingChapter]
# What a calendar surely tells: that others change nothing is seen, that these do is known.
TOLD = {
    "meeting": {"uid", "sequence", "updated_at", "starts_at", "ends_at", "state", "title", "description", "format"},
    "circle": {"title", "time_zone", "visibility", "format"},
    "chapter": {"title", "number", "kind", "skipped_at"},
    "meeting_chapter": {"is_read_together"},
}


@pytest.mark.parametrize("model", TABLES)
def test_what_changes_an_event_changes_the_facts(cast: Cast, model: type[Base]) -> None:
    make_public(cast)
    db.session.commit()
    before, known = _told(), _facts(cast)
    columns = [column for column in Base.metadata.tables[model.__tablename__].columns if not column.primary_key]

    changed = {
        (column.name, facts == known) for column in columns for told, facts in _others(cast, column) if told != before
    }

    assert {name for name, _is_same in changed} >= TOLD[model.__tablename__]
    assert {name for name, is_same in changed if is_same} == set()


def test_what_nobody_touched_has_the_same_facts(cast: Cast) -> None:
    make_public(cast)
    db.session.commit()
    known = _facts(cast)
    db.session.rollback()

    assert _facts(cast) == known


def test_a_place_is_no_fact_of_a_public_calendar(cast: Cast) -> None:
    make_public(cast)
    known = _facts(cast)
    cast.meeting.place = "会議室さくら"
    cast.meeting.online_url = "https://meet.example.com/secret-room"

    assert _facts(cast) == known


def test_facts_of_a_circle_are_those_of_its_own_sessions(cast: Cast) -> None:
    make_public(cast)
    other = cast.new_circle(cast.aki, title="Other", visibility=Visibility.PUBLIC)
    since = days(-90)
    known = places.public_facts(cast.circle, since=since)
    other.title = "Another"

    assert places.public_facts(cast.circle, since=since) == known
    assert "Another" in places.public_facts(other, since=since).sessions


def _told() -> list[CalendarEvent]:
    db.session.expire_all()
    with force_locale("ja"):
        return events.public(ROOT, since=days(-90))


def _facts(cast: Cast) -> tuple[places.Facts, places.Facts]:
    """Of everything, and of the circle."""
    return places.public_facts(since=days(-90)), places.public_facts(cast.circle, since=days(-90))


def _others(cast: Cast, column: Column[Any]) -> Iterator[tuple[list[CalendarEvent], tuple[places.Facts, places.Facts]]]:
    """What is told with other values of a column in one row after the other, as far as the database takes them."""
    for value in _values(column):
        one = update(column.table).where(column.table.c.id == 1).values({column.name: value})
        try:
            with db.session.begin_nested():
                db.session.execute(one)
        except DBAPIError:
            continue
        yield _told(), _facts(cast)
        db.session.rollback()


def _values(column: Column[Any]) -> list[Any]:
    if column.name == "time_zone":
        return ["Europe/Berlin"]
    if isinstance(column.type, UtcDateTime):
        return [days(1.01), days(1.05), days(31)]
    kind: type[Any] = column.type.python_type
    if issubclass(kind, Enum):
        return list(kind)
    if kind is bool:
        return [True, False]
    return ["Other"] if kind is str else [7, 2, None] if kind is int else []
