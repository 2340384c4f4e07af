"""Connections of the application: of the right database, limited for pages, and none to what is known not to answer."""

import os
import sqlite3
from collections.abc import Mapping
from time import monotonic
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from studyhub.outages import breaker, limits
from studyhub.outages.kinds import NotAsked, Outage, outage_of
from studyhub.outages.turns import Turns

# Refused at once is no reason to spare others the wait; looking for an address in vain may take long.
SLOW_SECONDS = 1.0
# Stands in the notes of a connection whose transaction writes by the way, and waits for nobody.
UNHURRIED = "unhurried"
# What was found out by these clings to a connection: a new one may find the disk, or the server, well again.
_CLINGS = {Outage.AWAY, Outage.READ_ONLY, Outage.BROKEN}


class Pool(QueuePool):
    """The connections to one database, and the turns of those who write to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = Turns()

    def connect(self) -> PoolProxiedConnection:
        """A connection that answers. Raises NotAsked, and what the driver raises."""
        if limits.current() is limits.NOTHING:
            raise NotAsked(Outage.AWAY)
        breaker.admit()
        began = monotonic()
        try:
            connection = super().connect()
        except Exception:
            if limits.is_page() and monotonic() - began > SLOW_SECONDS:
                breaker.trip(Outage.HANGING)
            raise
        if breaker.is_tripped():
            _try(connection)
            breaker.heal()
        return connection


def _try(connection: PoolProxiedConnection) -> None:
    """Find out whether SQLite can be read; a connection to a server has just been tried."""
    driver: Any = connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        try:
            driver.execute("PRAGMA schema_version").fetchone()
        except sqlite3.Error:
            connection.invalidate()
            raise


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Dialect, record: ConnectionPoolEntry, cargs: tuple[Any, ...], cparams: Mapping[str, Any]) -> Any:
    if dialect.name == "sqlite":
        _require_file(cargs[0], record)
        return None
    if dialect.driver == "psycopg":
        from studyhub.outages import postgres  # noqa: PLC0415 -- where SQLite is used its driver is not loaded

        return postgres.Connection.connect(*cargs, **cparams)
    return None


def _require_file(path: str, record: ConnectionPoolEntry) -> None:
    """SQLite makes a file that is missing: an empty one in place of one that was moved would look like a loss."""
    if os.path.isabs(path):
        record.info["path"] = path
        if limits.current() is not limits.COMMAND and _number(path) is None:
            raise NotAsked(Outage.AWAY)


def _number(path: str) -> tuple[int, int] | None:
    """Which file is there, whatever its name."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@event.listens_for(QueuePool, "checkout")
def _check(connection: Any, record: ConnectionPoolEntry, _fairy: Any) -> None:
    """Take no connection to a file that is another one by now, nor for a page one that waits without end."""
    if path := record.info.get("path"):
        if record.info.setdefault("number", _number(path)) != _number(path):
            raise DisconnectionError
    elif limits.is_page() and not getattr(connection, "is_limited", True):
        raise DisconnectionError


@event.listens_for(QueuePool, "checkin")
def _end_turn(_connection: Any, record: ConnectionPoolEntry) -> None:
    turns, who = record.info.pop("turn", (None, None))
    if turns is not None:
        turns.give_back(who)


@event.listens_for(QueuePool, "invalidate")
def _end_turn_of_lost(connection: Any, record: ConnectionPoolEntry, _error: BaseException | None) -> None:
    _end_turn(connection, record)


@event.listens_for(Engine, "handle_error")
def _learn(context: ExceptionContext) -> None:
    """Draw from an outage what the next requests need to know."""
    outage = outage_of(context.sqlalchemy_exception or context.original_exception)
    if outage in _CLINGS:
        context.is_disconnect = True
    if not limits.is_page():
        return
    if context.dialect.name == "postgresql" and outage in {Outage.LOCKED, Outage.HANGING}:
        breaker.strain()
    elif outage is Outage.LOCKED and not _wants_the_lock(context):
        # Others keep everybody from reading, too: nobody else need find that out by waiting.
        breaker.trip(outage)


def _wants_the_lock(context: ExceptionContext) -> bool:
    return context.connection is not None and not {"turn", UNHURRIED}.isdisjoint(context.connection.info)
