"""Everybody signs in: many at one moment, beside others who guess, and when the line is full."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from flask import Flask

from studyhub.accounts import passwords
from studyhub.config import HASHERS, SERVER_THREADS, SIGN_IN_THREADS
from studyhub.db import db
from studyhub.people.models import User
from studyhub.server import dispatching
from studyhub.server.sorting import LaneName
from tests.accounts.browsing import GOOD
from tests.accounts.listening import Server, listening
from tests.accounts.signing_in.hashers import Hasher
from tests.answering import SECONDS_MOST
from tests.cast import CHEAP_HASHER, Cast

OFFICE, QUIET = "127.0.0.10", "127.0.0.11"


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Hasher:
    found = Hasher()
    monkeypatch.setattr(passwords, "HASHER", found)
    return found


@pytest.fixture
def people(cast: Cast) -> list[User]:
    kept = CHEAP_HASHER.hash(GOOD)
    people = cast.people(20)
    for person in people:
        person.password_hash = kept
    db.session.commit()
    return people


@pytest.fixture
def server(app: Flask, people: Sequence[User]) -> Iterator[Server]:
    with listening(app) as found:
        yield found
    # Its threads held connections of their own to the database.
    db.engine.dispose()


def sign_in(server: Server, email: str, password: str = GOOD, *, address: str = OFFICE, cookie: str = "") -> int:
    return server.ask("POST", "/sign-in", {"email": email, "password": password}, address=address, cookie=cookie)[0]


class Presses:
    """People who press at once, each in a thread."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self._threads: list[threading.Thread] = []

    def press(
        self, server: Server, email: str, password: str = GOOD, *, address: str = OFFICE, cookie: str = ""
    ) -> None:
        """Press without waiting for the answer."""

        def wait() -> None:
            self.statuses.append(sign_in(server, email, password, address=address, cookie=cookie))

        self._threads.append(threading.Thread(target=wait))
        self._threads[-1].start()

    def answers(self) -> Counter[int]:
        """How often each status came back, once all are answered."""
        for thread in self._threads:
            thread.join()
        return Counter(self.statuses)


def test_twenty_of_one_network_press_once_and_all_are_in(
    server: Server, people: Sequence[User], hasher: Hasher
) -> None:
    presses = Presses()

    for person in people:
        presses.press(server, person.email)

    assert presses.answers() == {303: 20}
    assert hasher.most == HASHERS


def test_waiting_holds_no_thread(server: Server, people: Sequence[User], hasher: Hasher) -> None:
    hasher.go_on.clear()
    presses = Presses()
    for person in people:
        presses.press(server, person.email)
    hasher.wait_until_all_are_at_work()

    pages = [server.ask("GET", "/sign-in")[0] for _ in range(SERVER_THREADS + 1)]

    assert set(pages) == {200}
    assert presses.statuses == []
    hasher.go_on.set()
    assert presses.answers() == {303: 20}


def test_health_answers_while_every_page_waits(app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with stuck(app, server, monkeypatch, "accounts.sign_in", "/sign-in", requests=SERVER_THREADS + 4):
        answers = [server.ask("GET", path)[0] for path in ("/healthz", "/readyz", "/metrics")]

    assert answers == [200, 200, 200]


def test_being_alive_is_told_while_being_ready_waits(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stuck(app, server, monkeypatch, "health.ready", "/readyz", requests=4):
        assert server.ask("GET", "/healthz")[0] == 200


@contextmanager
def stuck(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch, endpoint: str, path: str, *, requests: int
) -> Iterator[None]:
    """So many requests for a page that hangs, all begun that have a thread."""
    go_on, begun = threading.Event(), threading.Event()

    def hang() -> str:
        begun.set()
        assert go_on.wait(SECONDS_MOST)
        return "answered"

    monkeypatch.setitem(app.view_functions, endpoint, hang)
    threads = [threading.Thread(target=server.ask, args=("GET", path)) for _ in range(requests)]
    for thread in threads:
        thread.start()
    assert begun.wait(SECONDS_MOST)
    yield
    go_on.set()
    for thread in threads:
        thread.join()


def test_whoever_finds_the_line_full_is_told_so_and_a_known_browser_gets_in(
    line_of_two: None, server: Server, people: Sequence[User], hasher: Hasher
) -> None:
    aki, botan, *others = people
    cookie = known_browser(server, aki.email)
    hasher.go_on.clear()
    presses = Presses()
    fill_the_line(server, presses, hasher, [person.email for person in others])

    status, headers, text = server.ask("POST", "/sign-in", {"email": botan.email, "password": GOOD}, address=OFFICE)
    presses.press(server, aki.email, cookie=cookie)
    wait_until(server, 3)

    assert (status, headers["Retry-After"]) == (503, "5")
    assert f'value="{botan.email}"' in text
    assert server.ask("GET", "/healthz")[0] == 200
    hasher.go_on.set()
    assert presses.answers() == {303: SIGN_IN_THREADS + 2 + 1}


def test_whoever_is_of_another_network_takes_the_last_place_of_the_fullest(
    line_of_two: None, server: Server, people: Sequence[User], hasher: Hasher
) -> None:
    hasher.go_on.clear()
    presses = Presses()
    fill_the_line(server, presses, hasher, [person.email for person in people[1:]])

    presses.press(server, people[0].email, address=QUIET)

    wait_for_answers(presses, 1)
    hasher.go_on.set()
    assert presses.answers() == {503: 1, 303: SIGN_IN_THREADS + 2}


def test_the_cookie_helps_only_the_account_that_signed_in_with_it(
    line_of_two: None, server: Server, people: Sequence[User], hasher: Hasher
) -> None:
    aki, botan, *others = people
    cookie = known_browser(server, aki.email)
    hasher.go_on.clear()
    presses = Presses()
    fill_the_line(server, presses, hasher, [person.email for person in others])

    assert sign_in(server, botan.email, cookie=cookie) == 503
    assert sign_in(server, aki.email, cookie=f"{cookie}x") == 503

    hasher.go_on.set()
    presses.answers()


def test_nothing_is_hashed_for_whoever_went_away_while_waiting(
    server: Server, people: Sequence[User], hasher: Hasher
) -> None:
    hasher.go_on.clear()
    presses = Presses()
    busy_all_threads(server, presses, hasher, [person.email for person in people])
    with pytest.raises(TimeoutError):
        server.ask("POST", "/sign-in", {"email": "gone@example.com", "password": "of somebody gone"}, seconds=0.2)
    wait_until(server, 1)

    hasher.go_on.set()

    assert presses.answers() == {303: SIGN_IN_THREADS}
    assert sign_in(server, people[-1].email) == 303
    assert b"of somebody gone" not in hasher.checked


BODIES = (
    b"",
    b"email=%",
    b"email=%ff%00&password=x",
    b"&" * 5000,
    b"email=" + b"a" * 5000,
    b"\xff\x00",
    b'{"email": 1}',
)
COOKIES = ("known-browser=", "known-browser=a.b.c", "known-browser=\xff", "=;;=")
PATHS = ("/%ff", "//sign-in", "/sign-in/", "/circles//x", "/reset/%00", "/" + "a" * 5000)


def test_whatever_a_browser_sends_is_sorted_and_answered(server: Server) -> None:
    typed = [server.ask("POST", "/sign-in", body)[0] for body in BODIES]
    kept = [server.ask("POST", "/sign-in", BODIES[2], cookie=cookie)[0] for cookie in COOKIES]
    asked = [server.ask("POST", path, {})[0] for path in PATHS]

    assert typed == [422] * len(BODIES)
    assert kept == [422] * len(COOKIES)
    assert asked == [404, 422, 404, 404, 405, 404]


def known_browser(server: Server, email: str) -> str:
    """The cookie of a browser on which somebody signed in."""
    _, headers, _ = server.ask("POST", "/sign-in", {"email": email, "password": GOOD})
    [kept] = re.findall(r"known-browser=[^;]+", " ".join(headers.get_all("Set-Cookie", [])))
    return str(kept)


def fill_the_line(server: Server, presses: Presses, hasher: Hasher, emails: Sequence[str]) -> None:
    """Let every thread of the lane be busy, and two wait."""
    busy_all_threads(server, presses, hasher, emails)
    for email in emails[SIGN_IN_THREADS : SIGN_IN_THREADS + 2]:
        presses.press(server, email)
    wait_until(server, 2)


def busy_all_threads(server: Server, presses: Presses, hasher: Hasher, emails: Sequence[str]) -> None:
    """Let every thread of the lane serve one of the first."""
    arrived = server.arrivals.count
    for email in emails[:SIGN_IN_THREADS]:
        presses.press(server, email)
    hasher.wait_until_all_are_at_work()
    # That nobody waits is true before the last has come, too.
    server.arrivals.wait_for(arrived + SIGN_IN_THREADS)
    wait_until(server, 0)


def wait_until(server: Server, waiting: int) -> None:
    """Until so many wait in the line."""
    _wait(lambda: server.dispatcher.waiting(LaneName.HASHING) == waiting)


def wait_for_answers(presses: Presses, count: int) -> None:
    """Until so many are answered."""
    _wait(lambda: len(presses.statuses) == count)


def _wait(is_so: Callable[[], bool]) -> None:
    for _ in range(SECONDS_MOST * 100):
        if is_so():
            return
        threading.Event().wait(0.01)
    raise AssertionError("It never was so.")


@pytest.fixture
def line_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line holds two strangers; asked for before the server."""
    monkeypatch.setattr(dispatching, "PLACES", 2)
    monkeypatch.setattr(dispatching, "SENT_AWAY_AFTER_SECONDS", 0.05)
