"""A worker killed while the mail server is answering: nothing is lost, and at most one mail comes twice."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.mailing.leases import LEASE
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, turn
from tests.platform.nursery import Started
from tests.platform.program import running

# Kills for each place where the mail server falls silent.
KILLS, KILLS_LONG = 3, 25


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each kill is a test of its own, with a database of its own."""
    if "kill" not in metafunc.fixturenames:
        return
    kills = KILLS_LONG if metafunc.config.getoption("--long") else KILLS
    metafunc.parametrize("kill", range(kills))


@contextmanager
def worker_process(app: Flask, data: Path, at: datetime = NOON) -> Iterator[Started]:
    settings = app.config["STUDYHUB_SETTINGS"]
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": settings.database_url,
        "STUDYHUB_DATA": str(data),
        "STUDYHUB_CLOCK": at.isoformat(),
        "STUDYHUB_SMTP_HOST": settings.smtp.host,
        "STUDYHUB_SMTP_PORT": str(settings.smtp.port),
        "STUDYHUB_SMTP_TLS": settings.smtp.security,
        "STUDYHUB_SMTP_FROM": settings.smtp.sender,
    }
    with running("worker", env=environment) as process:
        yield process


@pytest.mark.usefixtures("kill")
@pytest.mark.parametrize(("silent_at", "copies"), [("RCPT", 1), ("DATA", 2)])
def test_kill_loses_nothing(
    app: Flask, cast: Cast, sink: sinks.Sink, tmp_path: Path, silent_at: str, copies: int
) -> None:
    sink.silent_at = silent_at
    for number in range(2):
        outbox.add("mail_off", cast.botan, key=f"mail_off:{number}", payload={}, now=NOON)
    db.session.commit()
    with worker_process(app, tmp_path) as process:
        assert sink.fell_silent.wait(30)
        process.kill()
    sink.silent_at = None

    send_all(app, NOON + timedelta(seconds=30))
    assert len(sink.mails) == copies, "a mail was sent while the dead worker's lease was running"
    send_all(app, NOON + LEASE + timedelta(minutes=1))

    ids = [str(mail["Message-ID"]) for mail in sink.mails]
    assert len(set(ids)) == 2
    assert sorted(ids.count(one) for one in set(ids)) == [1, copies]


@pytest.mark.parametrize(("silent_at", "copies"), [("RCPT", 1), ("DATA", 2)])
def test_kill_loses_no_reminder_and_doubles_only_one_that_was_sent_and_not_noted(
    app: Flask, cast: Cast, sink: sinks.Sink, tmp_path: Path, silent_at: str, copies: int
) -> None:
    # 16:00 in Tokyo on the day before the first session, to which two come.
    due_at = NOON + timedelta(hours=4)
    sink.silent_at = silent_at
    db.session.commit()
    with worker_process(app, tmp_path, due_at) as process:
        assert sink.fell_silent.wait(30)
        process.kill()
    sink.silent_at = None
    later = due_at + LEASE + timedelta(minutes=2)
    clock.start_at(later)

    turn(app, later)
    send_all(app, later)

    to = sorted(str(mail["To"]) for mail in sink.mails)
    assert set(to) == {cast.aki.email, cast.botan.email}
    assert len(to) == 1 + copies
