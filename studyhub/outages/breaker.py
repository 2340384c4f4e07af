"""Once the database did not answer in time nobody else waits for it: pages are told at once, and one of them tries.

A process has one database. Whoever is not waiting for a page asks as if nothing had happened.
"""

from collections import deque
from threading import Lock
from time import monotonic

from studyhub.outages import limits
from studyhub.outages.kinds import NotAsked, Outage

# Between two tries of a page; each may take as long as a page waits.
PAUSE_SECONDS = 2.0
# After so many were not given a lock in time, at about the same moment, others that hang behind it wait less, for a
# while. In a burst that is slow one at a time fails.
STRAINED_SECONDS = 10.0
STRAINED_AFTER = 3
SAME_MOMENT_SECONDS = 2.0
STRAINED = limits.Limits(lock=0.5, statement=2, answer=limits.PAGE.answer)


class _State:
    """What was found out last; times are of a clock that nobody sets."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.outage: Outage | None = None
        self.tried_again_at = 0.0
        self.failures: deque[float] = deque(maxlen=STRAINED_AFTER)
        self.strained_until = 0.0


_state = _State()


def admit() -> None:
    """Let one page at a time try a database that did not answer. Raises NotAsked for the others."""
    if not is_tripped() or not limits.is_page():
        return
    with _state.lock:
        now = monotonic()
        if _state.outage is not None and now < _state.tried_again_at:
            raise NotAsked(_state.outage)
        # Whoever tries may wait until the limit; nobody else does meanwhile.
        _state.tried_again_at = now + PAUSE_SECONDS + (limits.PAGE.answer or 0)


def trip(outage: Outage) -> None:
    """The database did not answer in time: spare others the wait."""
    with _state.lock:
        _state.outage = outage
        _state.tried_again_at = monotonic() + PAUSE_SECONDS


def is_tripped() -> bool:
    """Whether the database has not answered since it last failed to."""
    return _state.outage is not None


def heal() -> None:
    """It answered."""
    with _state.lock:
        _state.outage = None


def strain() -> None:
    """A lock was not given in time: when that happens to several, pages wait less for locks for a while."""
    with _state.lock:
        now, failures = monotonic(), _state.failures
        failures.append(now)
        if is_strained() or (len(failures) == STRAINED_AFTER and failures[0] > now - SAME_MOMENT_SECONDS):
            _state.strained_until = now + STRAINED_SECONDS


def is_strained() -> bool:
    """Whether pages wait less for locks now."""
    return monotonic() < _state.strained_until


def forget() -> None:
    """As if nothing had been found out."""
    global _state  # noqa: PLW0603 -- a process has one
    _state = _State()
