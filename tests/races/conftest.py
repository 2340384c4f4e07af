"""An organisation of 200 people, on a database that several server processes share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub import create_app, environment
from studyhub.circles.models import CircleKind
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.settings.models import Organization
from tests import postgres
from tests.conftest import DATABASES
from tests.databases import give_tables
from tests.races.crowd import Visitor, crowd

PEOPLE, SEATS = 200, 2


@dataclass
class Stage:
    """200 people, signed in, and whoever organises meetings for them."""

    app: Flask
    folder: Path
    database_url: str
    organizer: User
    people: list[int]
    visitors: list[Visitor]

    def meetings(self, count: int) -> list[int]:
        """So many new meetings of two seats each, beside that of the organiser, who has a third."""
        now = datetime.now(UTC)
        starts = [now + timedelta(days=day) for day in range(1, count + 1)]
        new = creating.NewCircle(
            title="Race",
            kind=CircleKind.STUDY,
            key=uuid4().hex,
            capacity=SEATS + 1,
            meetings=[creating.NewMeeting(start, start + timedelta(hours=1)) for start in starts],
        )
        circle = creating.create(new, by=self.organizer, now=now)
        db.session.commit()
        ids = list(db.session.scalars(select(Meeting.id).where(Meeting.circle_id == circle.id).order_by(Meeting.id)))
        db.session.rollback()  # or the servers could not write
        return ids


@pytest.fixture(params=DATABASES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A database of its own, with the people in it."""
    data = tmp_path / "data"
    url = f"sqlite:///{tmp_path / 'race.db'}"
    if request.param == "postgresql":
        url = postgres.create_database(f"race_{uuid4().hex[:12]}")
    settings = environment.read_settings({"STUDYHUB_DATA": str(data), "DATABASE_URL": url})
    app = create_app(settings)
    give_tables(url)
    now = datetime.now(UTC)
    with app.app_context():
        organizer, *people = _people(now)
        yield Stage(app, tmp_path, url, organizer, [user.id for user in people], crowd(app, people))
        db.session.remove()
        db.engine.dispose()


def _people(now: datetime) -> list[User]:
    db.session.add(Organization(id=1, name="Race", created_at=now))
    people = [
        User(email=f"p{n}@example.com", name=f"P{n}", created_at=now, confirmed_at=now, is_admin=n == 0)
        for n in range(PEOPLE + 1)
    ]
    db.session.add_all(people)
    db.session.flush()
    return people
