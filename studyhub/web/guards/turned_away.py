"""Who was turned away a moment ago is turned away again from memory, and cheaply.

A program that guesses asks again the moment it is answered: if each refusal cost as much as a page, every page would
wait behind a dozen of them. What is remembered holds for a second; then the database is asked again.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app

REMEMBERED = timedelta(seconds=1)
MOST = 10_000
_KEY = "turned away"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class _Memory:
    """Until when a network or an account is closed, found within the last second."""

    def __init__(self) -> None:
        self._closed: dict[str, datetime] = {}
        self._begun = _LONG_AGO

    def keep(self, who: str, until: datetime, now: datetime) -> None:
        if not self._begun <= now < self._begun + REMEMBERED or len(self._closed) >= MOST:
            self._closed, self._begun = {}, now
        self._closed[who] = until

    def until(self, who: str, now: datetime) -> datetime | None:
        until = self._closed.get(who, now)
        return until if self._begun <= now < self._begun + REMEMBERED and now < until else None


def remember(network: str | None, account: str, *, until: datetime, now: datetime) -> None:
    """Keep in mind that the whole network, or else the account, is closed; both as tries of them are counted."""
    _memory().keep(_hash(account) if network is None else network, until, now)


def still_until(network: str, account: str, *, now: datetime) -> datetime | None:
    """Until when a network or an account is closed, as found within the last second; None when nothing is known."""
    memory = _memory()
    return memory.until(network, now) or memory.until(_hash(account), now)


def _hash(account: str) -> str:
    # Nothing is kept of what was typed: people write their passwords there too.
    return hashlib.sha256(account.encode(errors="replace")).hexdigest()


def _memory() -> _Memory:
    memory: _Memory = current_app.extensions[_KEY]
    return memory


def init_app(app: Flask) -> None:
    """Begin with nobody."""
    app.extensions[_KEY] = _Memory()
