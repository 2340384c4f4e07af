"""Threads that each serve one line of requests, so that those that wait for one thing hold up nothing else."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from studyhub.accounts.gate.fair_queue import Ticket

_log = logging.getLogger(__name__)


class Task(Protocol):
    """A connection whose first request is complete, as waitress hands it over."""

    def service(self) -> None:
        """Answer it."""

    def cancel(self) -> None:
        """End the connection unanswered."""


class Line(Protocol):
    """Who waits, and whose turn is next."""

    def __len__(self) -> int:
        """How many wait."""

    def put(self, ticket: Ticket, who: Task) -> Task | None:
        """Let a task wait; hands back the one that found no place."""

    def take(self, now: float) -> Task | None:
        """Whose turn it is, at a moment of the clock that only runs forward."""

    def next_due(self) -> float | None:
        """The earliest moment at which somebody can be taken; None when nobody waits."""

    def clear(self) -> list[Task]:
        """Send everybody home, and say whom."""


class FirstCome:
    """Whoever came first is served first; all wait as long as each other, so nobody is due before an earlier one."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Ticket, Task]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, ticket: Ticket, who: Task) -> Task | None:
        """There is a place for everybody."""
        self._waiting.append((ticket, who))
        return None

    def take(self, now: float) -> Task | None:
        """The first, unless its moment is still to come."""
        if self._waiting and self._waiting[0][0].due <= now:
            return self._waiting.popleft()[1]
        return None

    def next_due(self) -> float | None:
        """That of the first."""
        return self._waiting[0][0].due if self._waiting else None

    def clear(self) -> list[Task]:
        """Everybody, in order."""
        everybody = [who for _, who in self._waiting]
        self._waiting.clear()
        return everybody


class Lane:
    """A line and the threads that serve it; `serve` answers one task."""

    def __init__(self, name: str, line: Line, threads: int, serve: Callable[[Task], None]) -> None:
        self._line, self._serve = line, serve
        self._changed = threading.Condition()
        self._is_open = True
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, ticket: Ticket, task: Task) -> Task | None:
        """Let a task wait; hands back the one that found no place."""
        with self._changed:
            refused = self._line.put(ticket, task)
            self._changed.notify()
        return refused

    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._line)

    def close(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._is_open = False
            self._changed.notify_all()

    def join(self, deadline: float) -> bool:
        """Wait for what is under way, until that moment; whether all is done."""
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def clear(self) -> list[Task]:
        """Send everybody home, and say whom."""
        with self._changed:
            return self._line.clear()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                self._serve(task)
            except Exception:
                # waitress answers whatever fails in the application; a thread must outlive what it does not.
                _log.exception("A request could not be served.")

    def _next(self) -> Task | None:
        """The next task, when there is one; None when the lane is closed."""
        with self._changed:
            while self._is_open:
                now = time.monotonic()
                task = self._line.take(now)
                due = self._line.next_due()
                if task:
                    if due is not None:
                        # Another thread may have gone to sleep without knowing of the next.
                        self._changed.notify()
                    return task
                self._changed.wait(None if due is None else max(due - now, 0))
        return None
