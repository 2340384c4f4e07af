"""Beginning to write where another program may hold SQLite's lock: it is waited for as long as things go on."""

import sqlite3
from typing import Any

from sqlalchemy import Connection

from studyhub.outages.kinds import NotAsked, Outage, outage_of
from studyhub.outages.pool import Pool
from studyhub.outages.turns import Turn, Turns

# So often it is looked whether others went on; SQLite tries often at first, and ever more seldom.
SLICE_SECONDS = 0.25


def begin_reading(connection: Connection) -> None:
    """Begin, which asks nothing of the file yet: past SQLAlchemy, whose way there is longer than many a question."""
    try:
        _driver(connection).execute("BEGIN")
    except sqlite3.Error:
        connection.exec_driver_sql("BEGIN")


def begin_writing(connection: Connection) -> None:
    """Take the write lock of SQLite when it is this connection's turn. Raises NotAsked, and what SQLAlchemy raises."""
    pool, driver = connection.engine.pool, _driver(connection)
    if isinstance(pool, Pool):
        turn = pool.turns.take(driver)
        # Given back with the connection.
        connection.info["turn"] = pool.turns, driver
        if _has_begun(connection, pool.turns, turn):
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def wait_at_most(connection: Connection, seconds: float) -> None:
    """Let SQLite wait that long for locks of other programs, to a hundredth of a second."""
    milliseconds = max(round(seconds * 100) * 10, 0)
    if connection.info.get("waits") != milliseconds:
        _driver(connection).execute(f"PRAGMA busy_timeout = {milliseconds}")
        connection.info["waits"] = milliseconds


def _has_begun(connection: Connection, turns: Turns, turn: Turn) -> bool:
    """Try until the lock is there; False where something else is wrong, which the next try will say."""
    seen = None
    while True:
        wait_at_most(connection, max(min(SLICE_SECONDS, turns.seconds_left(turn)), 0))
        try:
            _driver(connection).execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if outage_of(error) is not Outage.LOCKED:
                return False
        else:
            turns.go_on()
            return True
        seen = _look(connection, turns, seen)
        if turns.seconds_left(turn) <= 0:
            turns.get_stuck()
            turns.give_back(turn.who)
            raise NotAsked(Outage.LOCKED)


def _look(connection: Connection, turns: Turns, seen: int | None) -> int | None:
    """Whether another program was done with writing meanwhile: SQLite counts that."""
    try:
        [number] = _driver(connection).execute("PRAGMA data_version").fetchone()
    except sqlite3.Error:
        return seen
    if seen is not None and number != seen:
        turns.go_on()
    return int(number)


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
