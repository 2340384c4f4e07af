"""Two servers side by side: asked in turns over one kept-alive connection each, so that whatever else the machine
does befalls both. A raw socket, because a full HTTP client costs more than the answer and draws every ratio to 1.
"""

import gc
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import NamedTuple

ROUNDS = 15
ROUND_SECONDS = 0.4
PAIRS_LEAST, PAIRS_MOST = 8, 60
WARM_UP = 8
TIMEOUT_SECONDS = 120
CHUNK = 1 << 18
# Answers of one line and headers alone.
WITHOUT_BODY = (204, 304)


class UnexpectedAnswer(Exception):
    """A server answered something else than is measured."""


class Answer(NamedTuple):
    """What came back, and how long it took from the first byte sent to the last byte read."""

    status: int
    head: bytes
    body: bytes
    seconds: float


class Connection:
    """One kept-alive connection to a server on this machine, from one of this machine's own addresses."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port, self._address = port, address
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(
            ("127.0.0.1", self._port), timeout=TIMEOUT_SECONDS, source_address=(self._address, 0)
        )
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """End it."""
        self._socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a request and read its whole answer."""
        began = time.perf_counter()
        received = self._begin(request)
        if not received:
            # A server ends what was idle for minutes, as the other side's turn is on a busy machine.
            self.close()
            self._connect()
            began = time.perf_counter()
            received = self._begin(request)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, body = received[:end], received[end + 4 :]
        status = int(head[9:12])
        left = _length(head, status) - len(body)
        parts = [body]
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        answer = Answer(status, head, b"".join(parts), time.perf_counter() - began)
        if status in WITHOUT_BODY:
            # waitress ends the connection after every answer without a length; the next one is opened unmeasured.
            self.close()
            self._connect()
        return answer

    def _begin(self, request: bytes) -> bytes:
        try:
            self._socket.sendall(request)
            return self._socket.recv(CHUNK)
        except (BrokenPipeError, ConnectionResetError):
            return b""

    def _more(self) -> bytes:
        received = self._socket.recv(CHUNK)
        if not received:
            raise UnexpectedAnswer("The server closed the connection.")
        return received


def _length(head: bytes, status: int) -> int:
    if status in WITHOUT_BODY:
        return 0
    at = head.lower().find(b"content-length:")
    if at < 0:
        raise UnexpectedAnswer(head.decode(errors="replace"))
    return int(head[at + 15 :].split(b"\r\n", 1)[0])


@dataclass
class Side:
    """One server and what it is asked; `undo`, if any, is asked after each request and not measured."""

    port: int
    request: bytes
    status: int
    undo: bytes | None = None
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = Connection(self.port)

    def seconds(self) -> float:
        """Ask once; raises UnexpectedAnswer unless the status is the one that is measured."""
        answer = self._expect(self.request)
        if self.undo is not None:
            self.connection.ask(self.undo)
        return answer.seconds

    def size(self) -> int:
        """How many bytes the answer's body has."""
        answer = self._expect(self.request)
        if self.undo is not None:
            self.connection.ask(self.undo)
        return len(answer.body)

    def _expect(self, request: bytes) -> Answer:
        answer = self.connection.ask(request)
        if answer.status != self.status:
            line = request.split(b"\r\n", 1)[0].decode()
            raise UnexpectedAnswer(f"{line}: {answer.status} instead of {self.status}\n{answer.body.decode()[:400]}")
        return answer


class Ratio(NamedTuple):
    """The median and the quartiles of all rounds."""

    lower: float
    middle: float
    upper: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.lower:.2f}–{self.upper:.2f})"


def compare(one: Side, other: Side, *, rounds: int) -> Ratio:
    """How many times as long `one` takes as `other`: each round's figure is the ratio of its two medians."""
    pairs = _pairs(one, other)
    return spread([_round(one, other, pairs, turn) for turn in range(rounds)])


def _pairs(one: Side, other: Side) -> int:
    """Warm both up, and see how many pairs make a round."""
    both = [one.seconds() + other.seconds() for _ in range(WARM_UP)]
    return min(max(round(ROUND_SECONDS / median(both)), PAIRS_LEAST), PAIRS_MOST)


def _round(one: Side, other: Side, pairs: int, turn: int) -> float:
    took: dict[int, list[float]] = {0: [], 1: []}
    sides = (one, other)
    with _undisturbed():
        for pair in range(pairs):
            first = (pair + turn) % 2
            for side in (first, 1 - first):
                took[side].append(sides[side].seconds())
    return median(took[0]) / median(took[1])


def alternate(one: Callable[[], float], other: Callable[[], float], *, rounds: int) -> Ratio:
    """As `compare`, for anything that says how long it took; what a round does is theirs."""
    ratios = []
    for turn in range(rounds):
        if turn % 2:
            ratios.append(one() / other())
        else:
            below = other()
            ratios.append(one() / below)
    return spread(ratios)


def spread(ratios: list[float]) -> Ratio:
    """Median and quartiles of the rounds."""
    if len(ratios) == 1:
        return Ratio(*ratios * 3)
    return Ratio(*quantiles(ratios, n=4, method="inclusive"))


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
