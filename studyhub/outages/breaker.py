"""Once the database did not answer in time nobody else waits for it: pages are told at once, and one of them tries.

A process has one database. Whoever is not waiting for a page asks as if nothing had happened.
"""

from threading import Lock
from time import monotonic

from studyhub.outages import limits
from studyhub.outages.kinds import NotAsked, Outage

# Between two tries of a page; each may take as long as a page waits.
PAUSE_SECONDS = 2.0
# After a lock was not given in time others that hang behind the same one wait this long, for a while.
STRAINED_SECONDS = 10.0
STRAINED = limits.Limits(lock=0.5, statement=2, answer=limits.PAGE.answer)


class _State:
    """What was found out last; times are of a clock that nobody sets."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.outage: Outage | None = None
        self.tried_again_at = 0.0
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
    """A lock was not given in time: for a while pages wait less for locks."""
    _state.strained_until = monotonic() + STRAINED_SECONDS


def is_strained() -> bool:
    """Whether pages wait less for locks now."""
    return monotonic() < _state.strained_until


def forget() -> None:
    """As if nothing had been found out."""
    global _state  # noqa: PLW0603 -- a process has one
    _state = _State()
