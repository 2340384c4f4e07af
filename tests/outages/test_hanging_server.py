"""The real server, its database hanging: everybody is answered in time, and all is well again by itself."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.outages.relay import Relay
from tests.platform.program import Program, serving

PEOPLE = 30
# No cookie and no token is needed, and every press reads and writes.
PRESS = "/unsubscribe/nobody"


def asked(program: Program, path: str, *, method: str = "GET") -> tuple[int, float]:
    """The status, and after how many seconds."""
    began = monotonic()
    try:
        with urlopen(Request(program.address(path), method=method), timeout=60) as answer:  # noqa: S310 -- our own server
            status = answer.status
    except HTTPError as error:
        status = error.code
        error.close()
    return status, monotonic() - began


def pressed(program: Program) -> list[tuple[int, float]]:
    """What thirty people at once are answered."""
    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(lambda _: asked(program, PRESS, method="POST"), range(PEOPLE)))


# The program, how to let its database hang, and how to let that go on.
Played = tuple[Program, Callable[[], object], Callable[[], object]]


@contextmanager
def frozen_server(data: Path) -> Iterator[Played]:
    """A program behind a relay, and how to stop that and let it go on."""
    name = f"hanging_{os.getpid()}"
    url = make_url(postgres.create_database(name))
    relay = Relay(f"{url.query['host']}/.s.PGSQL.5432")
    reached = url.set(host="127.0.0.1", port=relay.port, query={})
    with serving(data, DATABASE_URL=reached.render_as_string(hide_password=False)) as program:
        yield program, relay.stop, relay.go_on
        relay.leave()
    postgres.drop_database(name)


@contextmanager
def held_lock(data: Path) -> Iterator[Played]:
    """A program beside another one that takes SQLite's lock, and how to let it."""
    with (
        serving(data) as program,
        closing(sqlite3.connect(next(data.glob("*.db")), isolation_level=None, check_same_thread=False)) as other,
    ):
        yield program, lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK")


@pytest.mark.parametrize("played", [frozen_server, held_lock])
def test_everybody_is_answered_in_time(
    tmp_path: Path, played: Callable[[Path], AbstractContextManager[Played]]
) -> None:
    with played(tmp_path / "data") as (program, hang, go_on):
        # Led on to the first visit.
        assert asked(program, PRESS, method="POST")[0] == 200
        hang()
        health = [asked(program, path) for path in ("/healthz", "/readyz", "/metrics")]

        answers = pressed(program)

        assert [seconds for _, seconds in health if seconds >= 1] == []
        assert {status for status, _ in answers} == {503}
        assert max(seconds for _, seconds in answers) < 10
        go_on()
        until = monotonic() + 30
        while asked(program, PRESS, method="POST")[0] != 200:
            assert monotonic() < until
        said = [line for line in program.log() if '"reason"' in line]
        assert len(said) >= PEOPLE
