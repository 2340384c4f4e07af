"""Which networks failed or were refused of late, as this process saw it: how the line in front of hashing treats them.

Kept in memory, because the line is sorted before anything is asked of the database; what counts against an account or
a network, in all processes, is in `attempts`.
"""

from threading import Lock

from flask import Flask

# As long as a failed try counts.
FAILURE_SECONDS = 300.0
REFUSAL_SECONDS = 10.0
# How much longer those wait whose tries are answered slowly.
SLOW_SECONDS = 1.0
MOST = 10_000
_KEY = "reputation"


class Reputation:
    """What is remembered of networks; moments are seconds of a clock that only runs forward."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failed: dict[str, float] = {}
        self._refused: dict[str, float] = {}
        self._slow_until = 0.0

    def note_failure(self, network: str, now: float) -> None:
        """A wrong password, or a wrong secret, came from there."""
        self._note(self._failed, network, now + FAILURE_SECONDS)

    def note_refusal(self, network: str, now: float) -> None:
        """It was told to come back later: for some seconds each of its tries waits longer, and costs a page nothing."""
        self._note(self._refused, network, now + REFUSAL_SECONDS)

    def _note(self, until: dict[str, float], network: str, moment: float) -> None:
        with self._lock:
            until.pop(network, None)
            until[network] = moment
            if len(until) > MOST:
                del until[next(iter(until))]

    def slow_down(self, now: float) -> None:
        """So many tries failed, from everywhere, that whoever comes next waits longer."""
        self._slow_until = now + REFUSAL_SECONDS

    def has_failures(self, network: str, now: float) -> bool:
        """Whether something failed from there within the last minutes."""
        return self._failed.get(network, 0.0) > now

    def delay(self, network: str, now: float) -> float:
        """How many seconds a try from there waits before its turn can come."""
        is_slow = self._slow_until > now or self._refused.get(network, 0.0) > now
        return SLOW_SECONDS if is_slow else 0.0


def reputation_of(app: Flask) -> Reputation:
    """What this process remembers."""
    found: Reputation = app.extensions[_KEY]
    return found


def init_app(app: Flask) -> None:
    """Begin with nothing known of anybody."""
    app.extensions[_KEY] = Reputation()
