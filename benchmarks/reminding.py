"""Reminders: what two workers send in the time of one, and what a look costs beside much that is not due yet.

python -m benchmarks.reminding ADDRESS [COUNT]   measures in a copy of S on that PostgreSQL server
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text

from benchmarks.databases import SECRET_KEY, Databases, settings_for
from benchmarks.people import writing
from benchmarks.people.writing import Tables
from benchmarks.sizes import NOW, SIZES
from studyhub import create_app
from studyhub.circles.models import Circle
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.people.models import User
from studyhub.reminders.handed_in.ticks import TICKS

DUE = 5_000
PEOPLE, IN_A_SESSION = 500, 20
# 17:00 in Tokyo, when people are reminded of what begins on the next afternoon; in a month nothing is due yet.
LOOKS_AT = NOW + timedelta(hours=5)
TOMORROW, IN_A_MONTH = NOW + timedelta(days=1, hours=4), NOW + timedelta(days=30)
FEW, MANY = 1_000, 100_000
LOOKS = 25
# Workers start and end at different moments: what is counted is what arrives between these parts of all.
FROM, TO = 0.1, 0.8
GIVES_UP_SECONDS = 1_200


class Arrived(NamedTuple):
    """A mail that the sink took, and when."""

    message_id: str
    at: float


def add_sessions(address: str, count: int, *, first: int, comes: int = 0) -> None:
    """Sessions from a month from now on; or, where somebody comes, tomorrow afternoon."""
    engine = create_engine(address)
    with engine.begin() as connection:
        tables = Tables(connection)
        newest = connection.scalar(select(func.max(Meeting.id))) or 0
        circle = connection.scalar(select(func.min(Circle.id))) or 1
        starts = TOMORROW if comes else IN_A_MONTH
        ids = range(newest + 1, newest + 1 + count)
        rows = ((id_, starts + timedelta(minutes=place if not comes else 0)) for place, id_ in enumerate(ids))
        tables.add(Meeting, (writing.meeting(id_, circle, id_, start) for id_, start in rows))
        places = (
            (id_, first + (place * comes + turn) % PEOPLE) for place, id_ in enumerate(ids) for turn in range(comes)
        )
        state, joined_at = SignupState.CONFIRMED, NOW - timedelta(days=1)
        signups = ({"meeting_id": id_, "user_id": user, "state": state, "joined_at": joined_at} for id_, user in places)
        tables.add(Signup, signups)
        tables.count_on()
    engine.dispose()


def add_due(address: str, count: int) -> None:
    """That many reminders that are due at LOOKS_AT, and nothing else that is."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE meeting SET state = 'cancelled' WHERE starts_at > :now"), {"now": NOW})
        connection.execute(text("DELETE FROM release WHERE state IN ('requested', 'in_review')"))
        connection.execute(text("UPDATE meeting SET scribe_id = NULL"))
        first = (connection.scalar(select(func.max(User.id))) or 0) + 1
        tables = Tables(connection)
        tables.add(User, (writing.person(first + number) for number in range(PEOPLE)))
        tables.count_on()
    engine.dispose()
    add_sessions(address, count // IN_A_SESSION, first=first, comes=IN_A_SESSION)


def mails_per_second(address: str, data: Path, *, workers: int, count: int, kill: bool = False) -> tuple[float, int]:
    """How fast these workers send what is due, and how many mails came twice; all of them arrive, or it raises."""
    with ExitStack() as stack:
        sink = stack.enter_context(_process([sys.executable, "-m", "benchmarks.mail_sink"], dict(os.environ)))
        said = sink.stdout or stack.enter_context(io.StringIO())
        environment = _environment(address, data, int(said.readline()))
        command = [sys.executable, "-c", "import sys; from studyhub import command_line; command_line.run(['worker'])"]
        running = [stack.enter_context(_process(command, environment)) for _ in range(workers)]
        arrived: list[Arrived] = []
        ends_at = time.monotonic() + GIVES_UP_SECONDS
        while len({one.message_id for one in arrived}) < count:
            _to, _, message_id = said.readline().rstrip().partition("\t")
            arrived.append(Arrived(message_id, time.monotonic()))
            if kill and len(arrived) == count // 3:
                running[0].kill()
            if time.monotonic() > ends_at:
                raise TimeoutError(f"Of {count} mails {len(arrived)} arrived.")
    first, last = (arrived[int(len(arrived) * part)].at for part in (FROM, TO))
    return len(arrived) * (TO - FROM) / (last - first), len(arrived) - count


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(  # noqa: S603 -- our own two programs
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _environment(address: str, data: Path, port: int) -> dict[str, str]:
    (data / "secret-key").write_text(SECRET_KEY, encoding="ascii")
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": make_url(address).set(drivername="postgresql").render_as_string(hide_password=False),
        "STUDYHUB_DATA": str(data),
        "STUDYHUB_CLOCK": LOOKS_AT.isoformat(),
        "STUDYHUB_SMTP_HOST": "127.0.0.1",
        "STUDYHUB_SMTP_PORT": str(port),
        "STUDYHUB_SMTP_TLS": "none",
        "STUDYHUB_SMTP_FROM": "hub@example.com",
    }


def look_ratio(databases: Databases, *, rounds: int) -> float:
    """What a look of the worker costs with 100,000 sessions that are not due yet, in looks with 1,000."""
    with tempfile.TemporaryDirectory() as folder, databases.copy(SIZES["S"], Path(folder), print) as address:
        app = create_app(settings_for(address, Path(folder)))
        add_sessions(address, FEW, first=1)
        few = _look_seconds(app, rounds)
        add_sessions(address, MANY - FEW, first=1)
        many = _look_seconds(app, rounds)
        with app.app_context():
            db.engine.dispose()
    return many / few


def _look_seconds(app: Flask, rounds: int) -> float:
    with app.app_context():
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        return median(_looks() for _ in range(rounds + 1))


def _looks() -> float:
    began = time.perf_counter()
    for _ in range(LOOKS):
        for tick in TICKS:
            tick(LOOKS_AT)
            db.session.commit()
    return time.perf_counter() - began


class Sent(NamedTuple):
    """How many mails a second one worker and two send, and how many came twice when one of two was killed."""

    one: float
    two: float
    twice_when_killed: int

    def said(self) -> str:
        """The ratio, and what it is made of."""
        return f"{self.two / self.one:.2f} ({self.two:.0f} / {self.one:.0f} a second)"


def two_against_one(databases: Databases, count: int) -> Sent:
    """Have one worker send them, then two, then two of which one is killed: every mail arrives, or it raises."""
    rates, twice = [], 0
    for workers, kill in ((1, False), (2, False), (2, True)):
        with tempfile.TemporaryDirectory() as folder, databases.copy(SIZES["S"], Path(folder), print) as address:
            add_due(address, count)
            rate, twice = mails_per_second(address, Path(folder), workers=workers, count=count, kill=kill)
            rates.append(rate)
    one, two, _while_killed = rates
    return Sent(one, two, twice)


def main(server: str, count: int) -> None:
    """Print what two workers do, with and without one killed, and what a look costs."""
    databases = Databases(make_url(server).set(drivername="postgresql+psycopg"))
    sent = two_against_one(databases, count)
    print(f"{count:,} reminders, two workers / one: {sent.said()}", flush=True)
    print(f"one of two killed: all arrived, {sent.twice_when_killed} twice", flush=True)
    print(f"a look, {MANY:,} / {FEW:,} not yet due: {look_ratio(databases, rounds=5):.2f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else DUE)
