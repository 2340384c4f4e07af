"""What guesses beside a measurement is answered as somebody who guesses, or ends: it must measure what it says."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask

from benchmarks.databases import settings_for
from studyhub import create_app
from studyhub.config import ROOT, Settings
from studyhub.db import db
from tests.cast import Cast

PROGRAM = (
    "import sys; from benchmarks.people.signing_in import pressed; sys.stdout.buffer.write(pressed('a@b.c', 'no'))"
)


@pytest.fixture
def measured(app: Flask, cast: Cast) -> Iterator[Flask]:
    """The application with the key that measured servers have, on the tests' database."""
    settings: Settings = app.config["STUDYHUB_SETTINGS"]
    found = create_app(settings_for(settings.database_url, settings.data))
    yield found
    with found.app_context():
        db.engine.dispose()


def test_a_guess_made_by_another_program_is_read_as_one(measured: Flask) -> None:
    request = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, check=True).stdout
    head, body = request.split(b"\r\n\r\n", 1)
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])

    answer = measured.test_client(use_cookies=False).post("/sign-in", data=body, headers=headers)

    assert answer.status_code == 422


def test_whatever_guesses_ends_when_no_guess_is_read(refusing: int) -> None:
    command = [sys.executable, "-m", "benchmarks.people.guessing", str(refusing), "1"]

    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)

    assert (ended.returncode, ended.stderr) == (1, "400 is no answer to a guess.\n")


@pytest.fixture
def refusing() -> Iterator[int]:
    """The port of a server that reads no form at all."""

    class Silent(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_args: object) -> None:
            pass

    def refuse(_environ: object, start_response: object) -> list[bytes]:
        start_response("400 BAD REQUEST", [("Content-Length", "0")])  # type: ignore[operator]  # any WSGI server's
        return [b""]

    with make_server("127.0.0.1", 0, refuse, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
