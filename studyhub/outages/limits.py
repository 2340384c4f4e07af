"""How long the database is waited for: people at a page not long, machines that ask how we are hardly, work longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds until one waits no longer; None is without end.

    `lock` is for a lock that somebody else holds, `statement` for the database's own work on one statement, `answer`
    for any sign of it: a server that is frozen, or out of reach, ends no statement.
    """

    lock: float
    statement: float | None
    answer: float | None


# An answer within ten seconds, those included in which a request waits for a thread; less would refuse some of two
# hundred who press at the same moment on a machine that is busy otherwise.
PAGE = Limits(lock=7, statement=7.5, answer=8)
# Whoever asks whether we are ready wants to know within a second.
PROBE = Limits(lock=0.5, statement=0.6, answer=0.7)
# The worker tries again by itself; what it removes after months may take a while.
WORK = Limits(lock=10, statement=60, answer=70)
# Commands, and above all migrations, take the time they need; only SQLite must be told a limit for locks.
COMMAND = Limits(lock=60, statement=None, answer=None)
# The database is known to be away.
NOTHING = Limits(lock=0, statement=0, answer=0)

CONNECT_SECONDS = 3

_current: ContextVar[Limits] = ContextVar("limits", default=COMMAND)


def current() -> Limits:
    """What holds in this context."""
    return _current.get()


def is_page() -> bool:
    """Whether somebody waits for a page."""
    return current() is PAGE


def use(limits: Limits) -> Limits:
    """Wait no longer than this for the rest of this context; hands back what held before."""
    before = _current.get()
    _current.set(limits)
    return before


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Wait no longer than this in here."""
    token = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(token)
