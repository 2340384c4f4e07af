import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from studyhub.logs import JsonLines
from tests.platform.conftest import NewApp

LOGGER = logging.getLogger("studyhub")


class Lines(logging.Handler):
    """Keeps each event as the line the log would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    """What StudyHub logs during the test."""
    lines = Lines()
    level = LOGGER.level
    LOGGER.addHandler(lines)
    LOGGER.setLevel(logging.INFO)
    yield lines
    LOGGER.removeHandler(lines)
    LOGGER.setLevel(level)


@pytest.fixture
def app(ready_app: Flask) -> Flask:
    """An application with a private address that works and one that breaks."""

    def broken(token: str) -> str:
        raise RuntimeError

    ready_app.add_url_rule("/my/<token>/cake", "cake", lambda token: "cake")
    ready_app.add_url_rule("/my/<token>/broken", "broken", broken)
    ready_app.add_url_rule("/plates/<int:number>", "plate", lambda number: "plate")
    return ready_app


@given(st.text(st.characters()))
def test_event_is_one_line_whatever_a_name_contains(name: str) -> None:
    record = logging.LogRecord("studyhub", logging.INFO, __file__, 1, "%s", (name,), None)

    line = JsonLines().format(record)

    assert line.splitlines() == [line]
    assert json.loads(line)["message"] == name
    assert line.isascii()


def test_request_is_logged_by_its_pattern(app: Flask, log: Lines) -> None:
    answer = app.test_client().get("/my/planted-token/cake?q=planted-word", headers={"User-Agent": "planted-agent"})

    (event,) = map(json.loads, log.lines)
    assert (event["method"], event["route"], event["status"]) == ("GET", "/my/<token>/cake", 200)
    assert event["request_id"] == answer.headers["X-Request-ID"]
    assert "planted" not in log.lines[0]


def test_request_is_logged_with_its_numbers(app: Flask, log: Lines) -> None:
    app.test_client().get("/plates/7")

    assert json.loads(log.lines[0])["ids"] == {"number": 7}


def test_error_is_logged_by_its_pattern_with_its_traceback(app: Flask, log: Lines) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = app.test_client().get("/my/planted-token/broken")

    events = [json.loads(line) for line in log.lines]
    assert [event["level"] for event in events] == ["error", "info"]
    assert events[0]["message"] == "Exception on /my/<token>/broken [GET]"
    assert events[0]["exception"].endswith("RuntimeError")
    assert {event["request_id"] for event in events} == {answer.headers["X-Request-ID"]}
    assert "planted" not in "".join(log.lines)


def test_unknown_address_is_logged_without_it(app: Flask, log: Lines) -> None:
    app.test_client().get("/planted")

    assert json.loads(log.lines[0])["route"] is None
    assert "planted" not in log.lines[0]


def test_machines_asking_for_health_fill_no_log(app: Flask, log: Lines) -> None:
    app.test_client().get("/healthz")

    assert log.lines == []


def test_request_id_from_outside_is_not_taken(app: Flask) -> None:
    answer = app.test_client().get("/healthz", headers={"X-Request-ID": "chosen"})

    assert answer.headers["X-Request-ID"] != "chosen"


@pytest.mark.parametrize(("given_id", "is_taken"), [("chosen-1", True), ("two words", False), ("x" * 65, False)])
def test_request_id_from_a_proxy_is_taken_when_it_is_plain(new_app: NewApp, given_id: str, is_taken: bool) -> None:
    app = new_app(STUDYHUB_PROXIES="1")

    answer = app.test_client().get("/healthz", headers={"X-Request-ID": given_id})

    assert (answer.headers["X-Request-ID"] == given_id) is is_taken
