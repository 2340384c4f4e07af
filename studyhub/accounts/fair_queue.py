"""Who waits to have a password hashed, and whose turn is next: a structure in memory that knows no server.

Browsers that know the account come first, then networks without failures, then the rest. Within each, networks take
turns, and of one network whoever came first. Nobody can fill it alone: when it is full, the network with most waiting
gives up its last place.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Ticket:
    """Where somebody comes from: a network, and a browser's name when it knows the account it asks for.

    Nobody's turn comes before `due`, in seconds of a clock that only runs forward.
    """

    network: str
    browser: str | None = None
    due: float = 0.0


class _Turns(Generic[T]):
    """A line for each network; the one whose turn is next stands first."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[tuple[Ticket, T]]] = {}

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def add(self, ticket: Ticket, who: T) -> None:
        self._lines.setdefault(ticket.network, deque()).append((ticket, who))

    def take(self, networks: Iterable[str], now: float) -> tuple[Ticket, T] | None:
        """The first of the first of these networks whose moment has come; it goes behind all others."""
        for network in networks:
            if self._lines[network][0][0].due <= now:
                line = self._lines.pop(network)
                taken = line.popleft()
                if line:
                    self._lines[network] = line
                return taken
        return None

    def give_up(self, network: str) -> T:
        """Take whoever of a network came last."""
        line = self._lines[network]
        _, who = line.pop()
        if not line:
            del self._lines[network]
        return who

    def networks(self) -> list[str]:
        """Those with somebody waiting, in the order of their turns."""
        return list(self._lines)

    def waiting(self, network: str) -> int:
        return len(self._lines[network])

    def next_due(self) -> float | None:
        return min((line[0][0].due for line in self._lines.values()), default=None)

    def everybody(self) -> list[T]:
        return [who for line in self._lines.values() for _, who in line]


class FairQueue(Generic[T]):
    """Holds `places` strangers and, beside them, `kept_places` browsers that know their account, one place each.

    `has_failures` says of a network whether its tries failed of late; it is asked anew at every turn.
    """

    def __init__(self, *, places: int, kept_places: int, has_failures: Callable[[str], bool]) -> None:
        self._places, self._kept_places, self._has_failures = places, kept_places, has_failures
        self._known: _Turns[T] = _Turns()
        self._strangers: _Turns[T] = _Turns()
        self._browsers: set[str] = set()

    def __len__(self) -> int:
        return len(self._known) + len(self._strangers)

    def put(self, ticket: Ticket, who: T) -> T | None:
        """Let somebody wait. Hands back whoever must go for it, who may be the newcomer; None when there is a place."""
        if self._is_kept_for(ticket.browser):
            self._browsers.add(ticket.browser or "")
            self._known.add(ticket, who)
            return None
        self._strangers.add(ticket, who)
        if len(self._strangers) <= self._places:
            return None
        return self._strangers.give_up(self._fullest())

    def _is_kept_for(self, browser: str | None) -> bool:
        return browser is not None and browser not in self._browsers and len(self._known) < self._kept_places

    def _fullest(self) -> str:
        """The network with most waiting, one with failures before any other; of equal ones the latest."""
        latest_first = reversed(self._strangers.networks())
        return max(latest_first, key=lambda one: (self._has_failures(one), self._strangers.waiting(one)))

    def take(self, now: float) -> T | None:
        """Whose turn it is; None when nobody waits whose moment has come."""
        if taken := self._known.take(self._known.networks(), now):
            ticket, who = taken
            self._browsers.discard(ticket.browser or "")
            return who
        networks = self._strangers.networks()
        # Sorting keeps the order of turns among equals.
        taken = self._strangers.take(sorted(networks, key=self._has_failures), now)
        return taken[1] if taken else None

    def next_due(self) -> float | None:
        """The earliest moment at which somebody can be taken; None when nobody waits."""
        dues = (self._known.next_due(), self._strangers.next_due())
        return min((due for due in dues if due is not None), default=None)

    def clear(self) -> list[T]:
        """Send everybody home, and say whom."""
        everybody = [*self._known.everybody(), *self._strangers.everybody()]
        self._known, self._strangers, self._browsers = _Turns(), _Turns(), set()
        return everybody
