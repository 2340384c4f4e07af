"""How long a server is waited for, by whom, and who is spared the wait."""

import json
import logging
from collections.abc import Iterator
from threading import Event
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from studyhub.db import db
from studyhub.delivery import worker
from studyhub.outages import breaker, limits
from studyhub.outages.kinds import NotAsked, Outage, outage_of
from tests.outages import hours
from tests.outages.hours import Second
from tests.outages.test_every_address import ask
from tests.rights.tables.places import Place

ON_A_SERVER = pytest.mark.parametrize("place", ["postgresql"], indirect=True)
SLEEP = "SELECT pg_sleep(1)"


@pytest.fixture
def engine(here: Second, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine of the second application on PostgreSQL, whose pages wait a fifth of a second."""
    monkeypatch.setattr(limits, "PAGE", limits.Limits(lock=0.2, statement=0.3, answer=2))
    with here.app.app_context():
        yield db.engine


def outage(engine: Engine, statement: str) -> Outage | None:
    """What becomes of a statement."""
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except SQLAlchemyError as error:
        return outage_of(error)
    return None


@ON_A_SERVER
def test_a_page_does_not_wait_for_a_long_statement(engine: Engine) -> None:
    with limits.within(limits.PAGE):
        assert outage(engine, SLEEP) is Outage.HANGING


@ON_A_SERVER
def test_the_server_compiles_no_statement_of_a_page(engine: Engine) -> None:
    with limits.within(limits.PAGE), engine.connect() as connection:
        assert connection.scalar(text("SHOW jit")) == "off"


@ON_A_SERVER
@pytest.mark.parametrize("who", [limits.COMMAND, limits.WORK])
def test_commands_and_the_worker_take_the_time_they_need(engine: Engine, who: limits.Limits) -> None:
    with limits.within(limits.PAGE):
        assert outage(engine, "SELECT 1") is None

    with limits.within(who):
        assert outage(engine, SLEEP) is None


@ON_A_SERVER
def test_a_lock_that_hangs_is_waited_for_less_by_those_who_come_after(engine: Engine) -> None:
    lock = 'LOCK TABLE "feed_file"'
    with engine.begin() as other:
        other.execute(text(lock))
        with limits.within(limits.PAGE):
            assert outage(engine, lock) is Outage.LOCKED
            assert not breaker.is_strained()
            for _ in range(breaker.STRAINED_AFTER - 1):
                assert outage(engine, lock) is Outage.LOCKED

            assert breaker.is_strained()
            with engine.begin() as connection:
                assert connection.scalar(text("SHOW lock_timeout")) == "500ms"
                assert connection.scalar(text("SHOW statement_timeout")) == "2s"


@ON_A_SERVER
def test_a_server_that_gives_no_sign_is_given_up_and_others_are_told_at_once(
    here: Second, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAGE", hours.IMPATIENT)
    with hours.hanging(here), limits.within(limits.PAGE):
        assert outage(engine, "SELECT 1") is Outage.HANGING
        began = monotonic()
        with pytest.raises(NotAsked):
            engine.connect()
        assert monotonic() - began < limits.PAGE.answer  # type: ignore[operator]  # a page has one


def test_one_of_them_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "PAUSE_SECONDS", 0)
    breaker.trip(Outage.HANGING)
    with limits.within(limits.PAGE):
        breaker.admit()
        with pytest.raises(NotAsked):
            breaker.admit()
        breaker.heal()
        breaker.admit()
    breaker.forget()


def test_whoever_waits_for_no_page_asks_as_ever() -> None:
    breaker.trip(Outage.HANGING)
    breaker.admit()
    breaker.forget()


def test_whoever_ran_the_worker_is_as_patient_as_before(app: Flask) -> None:
    stop = Event()
    stop.set()

    worker.run(app, stop)

    assert limits.current() is limits.COMMAND


def test_the_line_of_a_503_says_its_reason_once(here: Second, place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with hours.away(here), caplog.at_level(logging.INFO):
        ask(here, place, "aki", "GET", "/")

    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    event = json.loads(json.dumps(vars(line)["event"]))
    assert (event["status"], event["reason"].partition(":")[0]) == (503, "database away")
