"""Who waits to have a password hashed, and whose turn is next: a structure in memory that knows no server.

Browsers that know the account come first, then networks without failures, then the rest; but after two known ones in a
row one of the others is taken. Known ones take turns by account, however many browsers know it; all others by network,
and of one network whoever came first. Nobody can fill it alone: when it is full, the network with most waiting gives up
its last place.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

# However many known ones keep coming, the others are served as well.
KNOWN_IN_A_ROW_MOST = 2


@dataclass(frozen=True)
class Ticket:
    """Where somebody comes from: a network, and the account when their browser knows it.

    `account` is the same for all browsers that know it, and is not its address.
    Nobody's turn comes before `due`, in seconds of a clock that only runs forward.
    """

    network: str
    due: float = 0.0
    account: str | None = None


class _Turns(Generic[T]):
    """Lines by name; the one whose turn is next stands first."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[tuple[Ticket, T]]] = {}

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def add(self, name: str, ticket: Ticket, who: T) -> None:
        self._lines.setdefault(name, deque()).append((ticket, who))

    def take(self, names: Iterable[str], now: float) -> tuple[Ticket, T] | None:
        """The first of the first of these lines whose moment has come; the line goes behind all others."""
        for name in names:
            if self._lines[name][0][0].due <= now:
                line = self._lines.pop(name)
                taken = line.popleft()
                if line:
                    self._lines[name] = line
                return taken
        return None

    def give_up(self, name: str) -> T:
        """Take whoever of a line came last."""
        line = self._lines[name]
        _, who = line.pop()
        if not line:
            del self._lines[name]
        return who

    def names(self) -> list[str]:
        """Those with somebody waiting, in the order of their turns."""
        return list(self._lines)

    def waiting(self, name: str) -> int:
        return len(self._lines.get(name, ()))

    def next_due(self) -> float | None:
        return min((line[0][0].due for line in self._lines.values()), default=None)

    def everybody(self) -> list[T]:
        return [who for line in self._lines.values() for _, who in line]


class FairQueue(Generic[T]):
    """Holds `places` strangers and, beside them, `kept_places` in browsers that know the account, one for each account.

    `has_failures` says of a network whether its tries failed of late; it is asked anew at every turn.
    """

    def __init__(self, *, places: int, kept_places: int, has_failures: Callable[[str], bool]) -> None:
        self._places, self._kept_places, self._has_failures = places, kept_places, has_failures
        self._known: _Turns[T] = _Turns()
        self._strangers: _Turns[T] = _Turns()
        self._known_in_a_row = 0

    def __len__(self) -> int:
        return len(self._known) + len(self._strangers)

    def put(self, ticket: Ticket, who: T) -> T | None:
        """Let somebody wait. Hands back whoever must go for it, who may be the newcomer; None when there is a place."""
        if ticket.account is not None and self._has_kept_place(ticket.account):
            self._known.add(ticket.account, ticket, who)
            return None
        self._strangers.add(ticket.network, ticket, who)
        if len(self._strangers) <= self._places:
            return None
        return self._strangers.give_up(self._fullest())

    def _has_kept_place(self, account: str) -> bool:
        return not self._known.waiting(account) and len(self._known) < self._kept_places

    def _fullest(self) -> str:
        """The network with most waiting, one with failures before any other; of equal ones the latest."""
        latest_first = reversed(self._strangers.names())
        return max(latest_first, key=lambda one: (self._has_failures(one), self._strangers.waiting(one)))

    def take(self, now: float) -> T | None:
        """Whose turn it is; None when nobody waits whose moment has come."""
        if self._known_in_a_row < KNOWN_IN_A_ROW_MOST:
            taken = self._take_known(now) or self._take_stranger(now)
        else:
            taken = self._take_stranger(now) or self._take_known(now)
        return taken[1] if taken else None

    def _take_known(self, now: float) -> tuple[Ticket, T] | None:
        if taken := self._known.take(self._known.names(), now):
            self._known_in_a_row += 1
        return taken

    def _take_stranger(self, now: float) -> tuple[Ticket, T] | None:
        # Sorting keeps the order of turns among equals.
        networks = sorted(self._strangers.names(), key=self._has_failures)
        if taken := self._strangers.take(networks, now):
            self._known_in_a_row = 0
        return taken

    def next_due(self) -> float | None:
        """The earliest moment at which somebody can be taken; None when nobody waits."""
        dues = (self._known.next_due(), self._strangers.next_due())
        return min((due for due in dues if due is not None), default=None)

    def clear(self) -> list[T]:
        """Send everybody home, and say whom."""
        everybody = [*self._known.everybody(), *self._strangers.everybody()]
        self._known, self._strangers, self._known_in_a_row = _Turns(), _Turns(), 0
        return everybody
