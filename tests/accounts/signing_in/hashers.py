"""A hasher that counts who hashes at the same moment, and holds them for as long as a test wants."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from studyhub.config import HASHERS
from tests.cast import CHEAP_HASHER

SECONDS_MOST = 60


class Hasher:
    """Hashes as fast as the tests' hasher, and lets a test hold all who hash and see in which order they came."""

    def __init__(self) -> None:
        self.changed, self.now, self.most, self.done, self.checked = threading.Condition(), 0, 0, 0, list[bytes]()
        self.go_on = threading.Event()
        self.go_on.set()

    def hash(self, password: bytes) -> str:
        """As the hasher does."""
        with self._at_work():
            return CHEAP_HASHER.hash(password)

    def verify(self, kept: str, given: bytes) -> bool:
        """As the hasher does."""
        self.checked.append(given)
        with self._at_work():
            return CHEAP_HASHER.verify(kept, given)

    def check_needs_rehash(self, _kept: str) -> bool:
        """Nothing is outdated here."""
        return False

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self.changed:
            self.now += 1
            self.most = max(self.most, self.now)
            self.changed.notify_all()
        assert self.go_on.wait(SECONDS_MOST)
        try:
            yield
        finally:
            with self.changed:
                self.now -= 1
                self.done += 1

    def wait_until_all_are_at_work(self) -> None:
        """Until as many hash as may."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.now == HASHERS, SECONDS_MOST)
