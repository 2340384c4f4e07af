"""Who writes to SQLite next: one at a time in the order they came, and when the lock hangs only a few wait for it.

SQLite itself lets everybody try again and again, without order, each in a thread that could show a page.
"""

from collections import deque
from threading import Condition
from time import monotonic

from studyhub.outages import limits
from studyhub.outages.kinds import NotAsked, Outage

# Longer than a press takes: until then it is a burst, and all wait for their turn.
HANGING_SECONDS = 2.0
# Half of the server's threads. The others show pages, and say at once that nothing can be written.
MOST_WAITING = 4


class Turns:
    """The turns at one database; whoever takes one is known by their connection."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._holder: object | None = None
        self._began = 0.0
        self._is_stuck = False

    def take(self, who: object) -> float:
        """Wait for the turn; hands back how many seconds of patience are left. Raises NotAsked."""
        ticket, until = object(), monotonic() + limits.current().lock
        with self._changed:
            if self._holder is not who:
                self._stand_in_line(ticket, until)
                self._holder, self._began = who, monotonic()
        return until - monotonic()

    def give_back(self, who: object) -> None:
        """The turn is over; harmless for whoever has none."""
        with self._changed:
            if self._holder is who:
                self._holder = None
                self._changed.notify_all()

    def has_lock(self) -> None:
        """Whoever has the turn was given SQLite's own lock, which other programs take too."""
        self._is_stuck = False

    def end(self, who: object, *, is_stuck: bool) -> None:
        """The turn ends without SQLite's own lock; stuck where another program held it all the time."""
        self._is_stuck = self._is_stuck or is_stuck
        self.give_back(who)

    def _stand_in_line(self, ticket: object, until: float) -> None:
        self._waiting.append(ticket)
        try:
            while self._holder is not None or self._waiting[0] is not ticket:
                self._refuse_late(ticket, until)
                self._changed.wait(self._pause(until))
        finally:
            self._waiting.remove(ticket)
            self._changed.notify_all()

    def _refuse_late(self, ticket: object, until: float) -> None:
        is_one_too_many = self._waiting.index(ticket) >= MOST_WAITING - 1
        if monotonic() >= until or (limits.is_page() and self._is_hanging() and is_one_too_many):
            raise NotAsked(Outage.LOCKED)

    def _is_hanging(self) -> bool:
        return self._holder is not None and (self._is_stuck or monotonic() >= self._began + HANGING_SECONDS)

    def _pause(self, until: float) -> float:
        # Until patience ends, or until what may still be a burst is none any more.
        burst_ends = self._began + HANGING_SECONDS
        return max(min(until, burst_ends if burst_ends > monotonic() else until) - monotonic(), 0.01)
