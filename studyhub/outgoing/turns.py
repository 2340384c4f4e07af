"""How many presses of one process may wait for a far server at once: a thread that waits serves no page meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Busy(Exception):
    """As many as may be are on their way."""


class Turns:
    """As many turns as may be taken at once, in this process."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Take one for as long as the block runs. Raises Busy."""
        if not self._free.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._free.release()
