"""Ending a connection when its time is over, however slowly the other side goes on answering."""

import socket
from contextlib import suppress
from threading import Lock, Timer
from time import monotonic
from typing import Self

# A socket takes no time at all for "never waits".
LEAST_SECONDS = 0.001


class Cut:
    """A clock that starts when it is entered, and shuts the connections handed to it when it runs out.

    Timeouts of a socket begin anew with each byte; this one does not.
    """

    def __init__(self, seconds: float) -> None:
        self._ends_at = monotonic() + seconds
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = Lock()
        self._ends: list[socket.socket] = []
        self.is_over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            for end in self._ends:
                end.close()
            self._ends.clear()

    def seconds_left(self) -> float:
        """How long until it cuts; hardly anything when it has."""
        return max(self._ends_at - monotonic(), LEAST_SECONDS)

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection, too, when time runs out. TLS takes the socket over, so a second handle is kept."""
        with self._lock:
            self._ends.append(connection.dup())
            if self.is_over:
                self._shut()

    def _cut(self) -> None:
        with self._lock:
            self.is_over = True
            self._shut()

    def _shut(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
