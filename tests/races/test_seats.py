"""200 people press for 2 seats over 3 server processes: nobody is overbooked, lost or met by an error."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub import config, create_app, schema
from studyhub.circles.models import CircleKind
from studyhub.db import db
from studyhub.meetings import creating
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.people.models import User
from studyhub.settings.models import Organization
from tests import postgres
from tests.conftest import DATABASES
from tests.races.crowd import Visitor, crowd, press_at_once, servers

PEOPLE, SEATS, PROCESSES = 200, 2, 3
ROUNDS, ROUNDS_LONG = 5, 25
UNLOCKED = [sys.executable, str(Path(__file__).with_name("unlocked_server.py")), "--port", "0"]


@dataclass
class Stage:
    """An organisation of 200 people with one meeting a round, each with two seats."""

    app: Flask
    folder: Path
    database_url: str
    meetings: list[int]
    visitors: list[Visitor]

    def play(self, command: list[str] | None = None) -> list[dict[str, int]]:
        """One round a meeting; what each of them led to."""
        with ExitStack() as stack:
            ports = [program.port for program in servers(stack, PROCESSES, self.folder, self.database_url, command)]
            return [self._round(meeting_id, ports) for meeting_id in self.meetings]

    def _round(self, meeting_id: int, ports: list[int]) -> dict[str, int]:
        statuses = press_at_once(self.visitors, ports, f"/meetings/{meeting_id}/signup")
        db.session.rollback()
        counts = select(Signup.state, func.count()).where(Signup.meeting_id == meeting_id).group_by(Signup.state)
        states = {state.value: count for state, count in db.session.execute(counts)}
        db.session.rollback()
        return {**states, "redirected": statuses[303]}


@pytest.fixture(params=DATABASES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    data = tmp_path / "data"
    url = f"sqlite:///{tmp_path / 'race.db'}"
    if request.param == "postgresql":
        url = postgres.create_database(f"race_{uuid4().hex[:12]}")
    settings = config.read_settings({"STUDYHUB_DATA": str(data), "DATABASE_URL": url})
    app = create_app(settings)
    now = datetime.now(UTC)
    schema.bring_up_to_date(app, settings, now=now)
    rounds = ROUNDS_LONG if request.config.getoption("--long") else ROUNDS
    with app.app_context():
        people = _people(now)
        meetings = _meetings(people[0], rounds, now)
        yield Stage(app, tmp_path, url, meetings, crowd(app, people[1:]))
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


def _meetings(organizer: User, rounds: int, now: datetime) -> list[int]:
    starts = [now + timedelta(days=day) for day in range(1, rounds + 1)]
    new = creating.NewCircle(
        title="Race",
        kind=CircleKind.STUDY,
        key=uuid4().hex,
        # The organiser holds a third seat in each.
        capacity=SEATS + 1,
        meetings=[creating.NewMeeting(start, start + timedelta(hours=1)) for start in starts],
    )
    circle = creating.create(new, by=organizer, now=now)
    db.session.commit()
    return list(db.session.scalars(select(Meeting.id).where(Meeting.circle_id == circle.id).order_by(Meeting.id)))


def test_no_seat_is_given_twice(stage: Stage) -> None:
    rounds = stage.play()

    fair = {SignupState.CONFIRMED.value: SEATS + 1, SignupState.WAITLISTED.value: PEOPLE - SEATS, "redirected": PEOPLE}
    assert rounds == [fair] * len(stage.meetings)


def test_without_the_lock_seats_are_given_twice(stage: Stage) -> None:
    rounds = stage.play(UNLOCKED)

    assert any(found.get(SignupState.CONFIRMED.value, 0) > SEATS + 1 for found in rounds)
