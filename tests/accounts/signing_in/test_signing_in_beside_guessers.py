"""Programs that guess without a pause, from one network or from many, keep nobody out who knows their password."""

import itertools
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from studyhub.accounts import passwords
from studyhub.people.models import User
from tests.accounts.listening import Server
from tests.accounts.signing_in.test_signing_in_at_once import known_browser, people, server, sign_in

__all__ = ["people", "server"]
# A few milliseconds for each: guesses pile up in the line, as they do at full cost.
HASHER = PasswordHasher(time_cost=1, memory_cost=4096, parallelism=1)


@pytest.fixture(autouse=True)
def _hashing_takes_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", HASHER)
    monkeypatch.setattr(passwords, "_NOBODYS", HASHER.hash("nobody's"))


class Guessers:
    """Programs that send a wrong password as soon as they are answered, another account at each try."""

    def __init__(self, server: Server, count: int, *, is_changing: bool) -> None:
        self.answers: Counter[int] = Counter()
        self._server, self._is_changing, self._over = server, is_changing, threading.Event()
        self._numbers, self._begun = itertools.count(), threading.Barrier(count + 1)
        self._threads = [threading.Thread(target=self._guess) for _ in range(count)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """All have been answered once when the block begins, and go on to its end."""
        for thread in self._threads:
            thread.start()
        self._begun.wait()
        try:
            yield
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _guess(self) -> None:
        self._try()
        self._begun.wait()
        while not self._over.is_set():
            self._try()

    def _try(self) -> None:
        number = next(self._numbers)
        network = f"127.1.{number // 250}.{number % 250 + 1}" if self._is_changing else "127.1.0.1"
        status = sign_in(self._server, f"nobody{number}@example.com", "not the right one", address=network)
        self.answers[status] += 1


@pytest.mark.parametrize(("count", "is_changing"), [(4, False), (32, False), (8, True)])
def test_beside_programs_that_guess_one_press_is_enough(
    server: Server, people: Sequence[User], count: int, is_changing: bool
) -> None:
    cookies = {person.email: known_browser(server, person.email) for person in people[:10]}
    guessers = Guessers(server, count, is_changing=is_changing)

    with guessers.at_work():
        statuses = [sign_in(server, person.email, cookie=cookies.get(person.email, "")) for person in people]

    assert Counter(statuses) == {303: 20}
    assert guessers.answers[422] > 0
