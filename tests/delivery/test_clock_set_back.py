"""The clock of the machine is set back by half a year while messages are under way."""

from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.delivery.models import OutboxMessage
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all

HALF_A_YEAR = timedelta(days=183)


def greet(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)
    db.session.commit()


def test_what_was_to_be_sent_at_once_is_sent(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast)

    send_all(app, NOON - HALF_A_YEAR)

    assert [mail["To"] for mail in sink.mails] == ["botan@example.com"]


def test_what_a_dead_worker_had_taken_is_sent(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast)
    for message in db.session.scalars(db.select(OutboxMessage)):
        message.leased_until = NOON + timedelta(minutes=2)

    send_all(app, NOON - HALF_A_YEAR)

    assert len(sink.mails) == 1


def test_what_waited_for_another_try_is_sent(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "450 Mailbox busy"
    greet(cast)
    send_all(app)
    sink.answers.clear()

    send_all(app, NOON - HALF_A_YEAR)

    assert len(sink.mails) == 1


def test_what_is_meant_for_later_waits(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON, due_at=NOON + timedelta(days=200))

    send_all(app, NOON)

    assert sink.mails == []


def test_the_worker_goes_on_ticking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = _StopAfter(3)
    ticked = []

    def tick(now: object) -> None:
        ticked.append(now)
        clock.start_at(NOON - HALF_A_YEAR)

    monkeypatch.setitem(app.extensions, "studyhub_ticks", [tick])
    monkeypatch.setattr(worker, "TICK_EVERY_SECONDS", 0)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0)

    worker.run(app, stop)  # type: ignore[arg-type]  # asked only whether it is set

    assert len(ticked) == 3


class _StopAfter:
    """Says so when it was asked often enough."""

    def __init__(self, turns: int) -> None:
        self.turns = turns

    def is_set(self) -> bool:
        self.turns -= 1
        return self.turns < 0
