"""What counts as an outage of the database: errors that pass by themselves, or once its operator has done something.

Everything else that a database complains of is a mistake of ours.
"""

import sqlite3
from enum import StrEnum

from sqlalchemy import exc


class Outage(StrEnum):
    """Why the database could not be used, as the log says it."""

    AWAY = "database away"
    HANGING = "database does not answer"
    LOCKED = "database locked"
    FULL = "disk full"
    READ_ONLY = "database read-only"
    BROKEN = "database file cannot be read or written"
    NO_CONNECTION = "no connection free"


class NotAsked(exc.SQLAlchemyError):
    """The database was not asked, as the answer is known: it would fail, or not come in time."""

    def __init__(self, outage: Outage) -> None:
        super().__init__(outage.value)
        self.outage = outage


# The first byte of SQLite's codes: https://sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.LOCKED,
    sqlite3.SQLITE_LOCKED: Outage.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Outage.LOCKED,
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.BROKEN,
    sqlite3.SQLITE_CORRUPT: Outage.BROKEN,
    sqlite3.SQLITE_NOTADB: Outage.BROKEN,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_PERM: Outage.AWAY,
    sqlite3.SQLITE_INTERRUPT: Outage.HANGING,
}
# The beginnings of PostgreSQL's codes, whole ones first: appendix A of its manual.
_POSTGRESQL = {
    "57014": Outage.HANGING,
    "55P03": Outage.LOCKED,
    "25006": Outage.READ_ONLY,
    "25P03": Outage.AWAY,
    "53100": Outage.FULL,
    "XX001": Outage.BROKEN,
    "XX002": Outage.BROKEN,
    "40": Outage.LOCKED,
    "58": Outage.BROKEN,
}
# Raised for what the program cannot help, by every driver and by SQLAlchemy under the same names.
_NOT_OURS = {"OperationalError", "InterfaceError"}
_INVALIDATED = "8s2b"


def outage_of(error: BaseException | None) -> Outage | None:
    """Which outage an error tells of, as SQLAlchemy or a driver raised it; None for any other error.

    What goes wrong on the way out of one tells of it too: a full disk ends SQLite's transaction with its savepoints.
    """
    found = _told_by(error)
    if found is None and isinstance(error, (exc.SQLAlchemyError, sqlite3.Error)) and error.__context__ is not None:
        return outage_of(error.__context__)
    return found


def _told_by(error: BaseException | None) -> Outage | None:
    if isinstance(error, NotAsked):
        return error.outage
    if isinstance(error, exc.TimeoutError):
        return Outage.NO_CONNECTION
    if isinstance(error, exc.PendingRollbackError):
        # The connection was lost before, and this session has not been told.
        return Outage.AWAY if error.code == _INVALIDATED else None
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    return _of_server(error, cause)


def is_outage(error: BaseException | None) -> bool:
    """Whether an error is an outage of the database."""
    return outage_of(error) is not None


def _of_server(error: BaseException | None, cause: BaseException | None) -> Outage | None:
    told: Outage | None = getattr(cause, "outage", None)
    if told is not None:
        return told
    code = getattr(cause, "sqlstate", None) or ""
    for beginning, outage in _POSTGRESQL.items():
        if code.startswith(beginning):
            return outage
    is_lost = isinstance(error, exc.DBAPIError) and error.connection_invalidated
    return Outage.AWAY if is_lost or _is_not_ours(error) or _is_not_ours(cause) else None


def _is_not_ours(error: BaseException | None) -> bool:
    return any(kind.__name__ in _NOT_OURS for kind in type(error).__mro__)
