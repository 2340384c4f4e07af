"""The same moment gives the same demo, and any moment gives a whole one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.demo import circles, filling
from studyhub.handing_in import demos_of
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Attendance, Meeting, MeetingState, Signup
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.people.models import User
from tests.demo.conftest import put_demo
from tests.resetting import empty_database


def told() -> list[tuple[Any, ...]]:
    """What happened, without the random names that keep addresses apart."""
    rows = [
        select(Circle.title, Meeting.starts_at, Meeting.number, Meeting.state, Meeting.scribe_id).join(Meeting.circle),
        select(Signup.meeting_id, User.email, Signup.state, Signup.joined_at).join(Signup.user),
        select(Attendance.meeting_id, User.email, Attendance.state).join(Attendance.user),
        select(Assignment.chapter_id, Assignment.user_id, Assignment.state, Assignment.changed_at),
        select(Note.title, Note.shared_at, Note.updated_at),
    ]
    return [tuple(row) for query in rows for row in db.session.execute(query.order_by(*query.selected_columns))]


def test_the_same_moment_gives_the_same_demo(app: Flask, password_hash: str) -> None:
    moment = put_demo(app).moment
    first = told()
    db.session.commit()
    empty_database()
    db.session.remove()

    filling.fill(demos_of(app), password_hash=password_hash, kinds={}, now=moment)

    assert told() == first


# A leap day, and a Thursday evening just after the open circle has met. What a moment does to the demo is computed, not
# asked of a database, and both are filled at NOON too: one moment for each.
MOMENTS = [
    ("sqlite", datetime(2028, 2, 29, 12, 0, tzinfo=UTC)),
    ("postgresql", datetime(2026, 11, 26, 8, 35, tzinfo=UTC)),
]


@pytest.mark.parametrize(("app", "now"), MOMENTS, indirect=["app"], ids=str)
def test_any_moment_gives_a_whole_demo(app: Flask, password_hash: str, now: datetime) -> None:
    filled = filling.fill([circles.begin_all], password_hash=password_hash, kinds={}, now=now)

    held = select(func.count()).select_from(Meeting).where(Meeting.state == MeetingState.SCHEDULED)
    notes = db.session.scalar(select(func.count()).select_from(Note)) or 0
    outside = db.session.scalar(select(func.count()).where(Release.state == ReleaseState.APPROVED)) or 0
    assert (filled.meetings, db.session.scalar(held.where(Meeting.ends_at <= now))) == (80, 47)
    assert notes >= 24
    assert outside >= 6
