"""Nothing that people type, and no secret, reaches the log of the server or of its worker."""

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import text

from studyhub import create_app, environment
from studyhub.accounts import passwords, resets
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.logs import JsonLines, write_json
from studyhub.migrating import upgrade
from studyhub.notes.edits import writing
from studyhub.people import addresses, tokens
from studyhub.people.addresses import Purpose
from tests import postgres
from tests.cast import NOON, Browser, Cast
from tests.conftest import DATABASES
from tests.delivery import sink as sinks
from tests.notes.notebook import head_of, note_of
from tests.platform.program import Program, serving
from tests.races.crowd import crowd

PLANTED = "planted7"


@dataclass
class Place:
    """A cast on a database that a server of its own reads too."""

    cast: Cast
    data: Path
    database_url: str

    @property
    def key(self) -> str:
        return str(self.cast.app.secret_key)


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Place]:
    data = tmp_path / "data"
    url = f"sqlite:///{tmp_path / 'logs.db'}"
    if request.param == "postgresql":
        url = postgres.create_database(f"logs_{worker_id}")
    app = create_app(environment.read_settings({"STUDYHUB_DATA": str(data), "DATABASE_URL": url}))
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
        yield Place(Cast(app), data, url)
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        postgres.drop_database(f"logs_{worker_id}")


def plant(place: Place) -> dict[str, str]:
    """Everything that must not be found, and the paths at which it is given to the server."""
    cast = place.cast
    cast.aki.password_hash = passwords.hashed(f"{PLANTED} password")
    reset = resets.issue(cast.botan, by=None, key=place.key, now=datetime.now(UTC))
    note = note_of(cast, f"{PLANTED} note text")
    writing.edit(note, head_of(note), f"{PLANTED} title", f"{PLANTED} text", by=cast.aki, now=NOON)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    broken = {"starts_at": f"{PLANTED}-moment", "title": PLANTED}
    outbox.add("promoted", cast.aki, key="cannot be written", payload=broken, now=long_ago)
    outbox.add("mail_off", cast.botan, key="is refused", payload={}, now=long_ago + timedelta(minutes=1))
    outbox.add("mail_off", cast.chika, key="arrives", payload={}, now=long_ago + timedelta(minutes=2))
    db.session.commit()
    return {
        "reset": tokens.secret_of(reset.nonce, key=place.key),
        "feed": addresses.token(cast.aki, Purpose.FEED, key=place.key),
        "calendar": addresses.token(cast.aki, Purpose.CALENDAR, key=place.key),
    }


def ask(program: Program, method: str, path: str, headers: dict[str, str], **fields: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=60)
    sent = {**headers, "Content-Type": "application/x-www-form-urlencoded", "User-Agent": f"{PLANTED} agent"}
    connection.request(method, path, body=urlencode(fields), headers=sent)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def hang_up(program: Program, path: str) -> None:
    """Ask for a page and leave before it is there."""
    with socket.create_connection(("127.0.0.1", program.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())


def test_nothing_planted_is_found_in_what_server_and_worker_log(place: Place) -> None:
    secrets, cast = plant(place), place.cast
    visitor, aki = crowd(cast.app, [cast.botan])[0].headers, crowd(cast.app, [cast.aki])[0].headers
    sink = sinks.Sink()
    sink.answers["botan@example.com"] = f"550 {PLANTED} answer of the mail server"
    with sinks.running(sink) as smtp:
        environment: dict[str, Any] = {
            "DATABASE_URL": place.database_url,
            "STUDYHUB_SMTP_HOST": smtp.host,
            "STUDYHUB_SMTP_PORT": str(smtp.port),
            "STUDYHUB_SMTP_TLS": "none",
            "STUDYHUB_SMTP_FROM": smtp.sender,
        }
        with serving(place.data, **environment) as program:
            statuses = [
                ask(program, "POST", "/sign-in", visitor, email="aki@example.com", password=f"{PLANTED} password"),
                ask(program, "POST", "/sign-in", visitor, email=f"{PLANTED}@example.com", password=f"{PLANTED} wrong"),
                ask(program, "GET", f"/reset/{secrets['reset']}", {}),
                ask(program, "POST", f"/reset/{secrets['reset']}", visitor, password=f"{PLANTED}"),
                ask(program, "GET", f"/my/{secrets['feed']}/notes.rss", {}),
                ask(program, "GET", f"/my/{secrets['calendar']}/calendar.ics", {}),
                ask(program, "GET", f"/{PLANTED}/nowhere?q={PLANTED}", {"Referer": f"http://{PLANTED}.example/"}),
                ask(program, "GET", f"/circles/?q={PLANTED}", aki),
                ask(program, "POST", "/notes/preview", aki, title=PLANTED, source=f"{PLANTED} source"),
                ask(program, "POST", "/teams/", {}, csrf_token=PLANTED, name=f"{PLANTED} team"),
            ]
            hang_up(program, f"/my/{secrets['feed']}/notes.rss")
            break_a_row(place)
            statuses.append(ask(program, "GET", "/circles/", aki))
            # The worker takes what is due longest first: now it has tried the mails before.
            sink.wait_for(lambda mail: str(mail["To"]) == "chika@example.com")
            program.stop()
            log, printed = program.log(), program.printed

    assert statuses == [303, 422, 200, 422, 200, 200, 404, 200, 200, 400, 500]
    assert [line for line in log for secret in (PLANTED, *secrets.values()) if secret in line.lower()] == []
    assert PLANTED not in "".join(printed)
    events = [json.loads(line) for line in log]
    # The test would prove nothing if these had not been logged at all.
    assert {event["logger"] for event in events} >= {"studyhub", "studyhub.requests", "studyhub.delivery.worker"}
    assert any("LookupError" in event.get("exception", "") for event in events)


def break_a_row(place: Place) -> None:
    """Leave a value that the code cannot read, so that a page fails while it holds people's data."""
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE circle SET visibility = :planted"), {"planted": f"{PLANTED}-word"})


def test_an_error_is_told_by_its_way_and_kind(app: Flask) -> None:
    def inner() -> None:
        raise ValueError(f"{PLANTED} inside")

    try:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError(f"{PLANTED} outside") from error
    except RuntimeError as error:
        told = JsonLines().formatException((type(error), error, error.__traceback__))

    assert PLANTED not in told
    assert told.index("ValueError") < told.index("RuntimeError")
    assert "in inner" in told


@pytest.mark.parametrize("said", ["Client disconnected while serving %s", "Exception while serving %s"])
def test_an_address_is_not_named_when_a_client_hangs_up(said: str) -> None:
    root = logging.getLogger()
    kept = (list(root.handlers), root.level)
    waitress = logging.getLogger("waitress")
    try:
        write_json()
        record = waitress.makeRecord("waitress", logging.INFO, __file__, 1, said % f"/my/{PLANTED}/x", (), None)
        assert waitress.filter(record)
    finally:
        root.handlers[:], root.level = kept
        for one in list(waitress.filters):
            waitress.removeFilter(one)

    assert record.getMessage() == said % "a request"


@pytest.mark.parametrize("name", ["a\nb", "a\r\n{}", "a\u2028b", '"}\n{"level": "error"', "\x00\x1b[31m", "\ud800"])
def test_one_event_is_one_line_whatever_a_name_contains(name: str) -> None:
    record = logging.LogRecord("studyhub", logging.INFO, __file__, 1, "%s", (name,), None)

    line = JsonLines().format(record)

    assert line.splitlines() == [line]
    assert json.loads(line)["message"] == name
