"""Words about long work while it goes on, not more than one in two seconds."""

import time
from collections.abc import Callable, Iterable, Iterator

SECONDS = 2.0
Say = Callable[[str], None]


class Progress:
    """Says now and then how many rows of which table are done."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said_at = time.monotonic()

    def counted(self, name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines."""
        for number, line in enumerate(lines, 1):
            yield line
            # Asking for the time at each row would take longer than the row.
            if number % 1000 == 0 and time.monotonic() - self._said_at > SECONDS:
                self._said_at = time.monotonic()
                self._say(f"{name}: {number:,} rows …")
