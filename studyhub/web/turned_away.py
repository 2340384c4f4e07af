"""Who was turned away a moment ago is turned away again from memory, and cheaply.

A program that guesses asks again the moment it is answered: if each refusal cost as much as a page, every page would
wait behind a dozen of them. What is remembered holds for a second; then the database is asked again.
"""

from datetime import datetime, timedelta

from flask import Flask, current_app

REMEMBERED = timedelta(seconds=1)
MOST = 10_000
_KEY = "turned away"


class _Memory:
    """Until when a network or an account is closed, and when that was found."""

    def __init__(self) -> None:
        self._closed: dict[tuple[str, str], tuple[datetime, datetime]] = {}

    def keep(self, who: tuple[str, str], until: datetime, now: datetime) -> None:
        if len(self._closed) >= MOST:
            self._closed.clear()
        self._closed[who] = until, now

    def until(self, who: tuple[str, str], now: datetime) -> datetime | None:
        until, found = self._closed.get(who, (now, now))
        return until if now < until and found <= now < found + REMEMBERED else None


def remember(network: str | None, account: str, *, until: datetime, now: datetime) -> None:
    """Keep in mind that the whole network, or else the account as it was typed, is closed."""
    who = ("account", account) if network is None else ("network", network)
    _memory().keep(who, until, now)


def still_until(network: str, account: str, *, now: datetime) -> datetime | None:
    """Until when a network or an account is closed, as found within the last second; None when nothing is known."""
    memory = _memory()
    return memory.until(("network", network), now) or memory.until(("account", account), now)


def _memory() -> _Memory:
    memory: _Memory = current_app.extensions[_KEY]
    return memory


def init_app(app: Flask) -> None:
    """Begin with nobody."""
    app.extensions[_KEY] = _Memory()
