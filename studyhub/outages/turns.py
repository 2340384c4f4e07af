"""Who writes to SQLite next: one at a time in the order they came, and when the lock hangs only a few wait for it.

SQLite itself lets everybody try again and again, without order, each in a thread that could show a page. A burst is no
hang: as long as somebody is done with writing every now and then, here or in another process, all wait their turn.
"""

from collections import deque
from dataclasses import dataclass, field
from threading import Condition
from time import monotonic

from studyhub.outages import limits
from studyhub.outages.kinds import NotAsked, Outage

# Nobody was done with writing for so long.
HANGING_SECONDS = 3.0
# Half of the server's threads. The others show pages, and say at once that nothing can be written.
MOST_WAITING = 4
# Even where it goes on, nobody waits longer than so many times what they wait for a lock that hangs.
MOST_TIMES = 4


@dataclass(eq=False)
class Turn:
    """One turn, from the moment it was asked for; `who` is the connection that writes."""

    who: object
    patience: float
    is_page: bool
    asked_at: float = field(default_factory=monotonic)


class Turns:
    """The turns at one database."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: deque[Turn] = deque()
        self._present: Turn | None = None
        self._went_on_at = monotonic()
        self._is_stuck = False

    def take(self, who: object) -> Turn:
        """Wait for the turn. Raises NotAsked."""
        turn = Turn(who, limits.current().lock, limits.is_page())
        with self._changed:
            if self._present is not None and self._present.who is who:
                return self._present
            if self._present is None and not self._waiting and not self._is_stuck:
                # Nobody wanted to write: that was no hang.
                self._went_on_at = turn.asked_at
            self._stand_in_line(turn)
            self._present = turn
        return turn

    def give_back(self, who: object) -> None:
        """The turn is over; harmless for whoever has none."""
        with self._changed:
            if self._present is not None and self._present.who is who:
                self._present = None
                self._changed.notify_all()

    def go_on(self) -> None:
        """Somebody was given SQLite's own lock, here or in another program."""
        self._went_on_at, self._is_stuck = monotonic(), False

    def get_stuck(self) -> None:
        """Whoever had the turn gave up: another program held SQLite's own lock all the time."""
        self._is_stuck = True

    def seconds_left(self, turn: Turn) -> float:
        """How long a turn may still wait, as things stand."""
        until = max(turn.asked_at, self._went_on_at) + turn.patience
        return min(until, turn.asked_at + MOST_TIMES * turn.patience) - monotonic()

    def _stand_in_line(self, turn: Turn) -> None:
        self._waiting.append(turn)
        try:
            while self._present is not None or self._waiting[0] is not turn:
                if self.seconds_left(turn) <= 0 or self._is_one_too_many(turn):
                    raise NotAsked(Outage.LOCKED)
                self._changed.wait(self._pause(turn))
        finally:
            self._waiting.remove(turn)
            self._changed.notify_all()

    def _is_one_too_many(self, turn: Turn) -> bool:
        is_hanging = self._is_stuck or monotonic() >= self._went_on_at + HANGING_SECONDS
        return turn.is_page and is_hanging and self._waiting.index(turn) >= MOST_WAITING - 1

    def _pause(self, turn: Turn) -> float:
        # Until patience ends, or until what may still be a burst is none any more.
        hangs_in = self._went_on_at + HANGING_SECONDS - monotonic()
        return max(min(self.seconds_left(turn), hangs_in if hangs_in > 0 else turn.patience), 0.01)
