"""Ways out beside mail, handed in by features: of each, one thing at a time is taken, carried and noted by a worker.

As with mail, each step is a transaction of its own, and none is open while another server is waited for.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, cast

from studyhub.config import Settings
from studyhub.db import db, reading
from studyhub.delivery.texts import App

_EXTENSION = "studyhub_ways"


class Way(Protocol):
    """What a feature has of one. Nothing in it commits, but `carry` ends the transaction in which it read."""

    def is_due(self, now: datetime) -> bool:
        """Whether anything is to be carried; only reads."""

    def take(self, now: datetime) -> Any | None:
        """Take what is due the longest, so that no other worker does; None when another one was faster."""

    def carry(self, taken: Any, settings: Settings, now: datetime) -> Any:
        """Send it. What came of it."""

    def note(self, taken: Any, outcome: Any, now: datetime) -> None:
        """Write down what came of it."""


def register(app: App, ways: Iterable[Way]) -> None:
    """Let the worker go these ways."""
    app.extensions.setdefault(_EXTENSION, []).extend(ways)


def ways_of(app: App) -> list[Way]:
    """All that were registered, in order."""
    return cast(list[Way], app.extensions.get(_EXTENSION, []))


def go(way: Way, settings: Settings, now: datetime) -> int:
    """Carry one thing, if there is any; how many were dealt with. Commits."""
    # An idle worker looks every few seconds: it must not take SQLite's write lock for that.
    with reading():
        is_due = way.is_due(now)
        db.session.commit()
    taken = way.take(now) if is_due else None
    db.session.commit()
    if taken is None:
        return 0
    outcome = way.carry(taken, settings, now)
    way.note(taken, outcome, now)
    db.session.commit()
    return 1
