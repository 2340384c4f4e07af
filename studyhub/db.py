"""The database: one typed base class, times that are always aware, and transactions that begin when we say so."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from itertools import count
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, Date, MetaData, Text, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, registry

from studyhub import sessions
from studyhub.column_types import UtcDateTime, Words
from studyhub.outages import breaker, limits, sqlite
from studyhub.outages.pool import UNHURRIED

# PostgreSQL's integers end here.
LARGEST_ID = 2**31 - 1


class Base(DeclarativeBase):
    """What every table shares: names of constraints that migrations can rely on, and the types of columns."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            datetime: UtcDateTime(),
            date: Date(),
            StrEnum: Words(StrEnum),
            str: Text(),
            dict[str, Any]: JSON(),
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"class_": sessions.Session, "expire_on_commit": False})

Choices = ParamSpec("Choices")
Built = TypeVar("Built")


def kept(build: Callable[Choices, Built]) -> Callable[Choices, Built]:
    """Build a statement, or a part of one, when it is first asked for, and keep it: that takes as long as its answer.

    Arguments choose between statements: booleans, members of enums, None, tuples of what is kept. Whatever differs from
    one execution to the next (who reads, when, of which row) is a parameter of the statement, such as
    `people.readers.READER`, and handed in when it is executed. Raises TypeError for any other argument: one statement
    for each reader fills the memory.
    """
    found: dict[tuple[Any, ...], Built] = {}

    @wraps(build)
    def built(*args: Choices.args, **kwargs: Choices.kwargs) -> Built:
        key = (*args, *kwargs.items()) if kwargs else args
        if key not in found:
            _require_choices(args, kwargs)
            found[key] = build(*args, **kwargs)
            sessions.remember(found[key])
        return found[key]

    _built_ones.add(built)
    return built


_built_ones: set[Callable[..., Any]] = set()


def _require_choices(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    for value in (*args, *kwargs.values()):
        is_of_kept = isinstance(value, tuple) and _built_ones.issuperset(value)
        if not (value is None or is_of_kept or isinstance(value, bool | StrEnum)):
            raise TypeError(f"{value!r} chooses no statement: hand it in when the statement is executed.")


_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun in here only read, so they stay outside SQLite's write lock."""
    token = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun in here may write, even where the surroundings only read."""
    token = _reads_only.set(False)
    try:
        yield
    finally:
        _reads_only.reset(token)


@contextmanager
def unhurried() -> Iterator[Connection]:
    """A transaction beside the session's, committed at the end, that fails at once where SQLite's lock is held."""
    # Begun as one that reads: only its first change asks for the lock.
    with reading(), db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar() if is_sqlite else None
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        # That it finds a lock says nothing of those who read.
        connection.info[UNHURRIED] = True
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            del connection.info[UNHURRIED]
            if is_sqlite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")


def read_only(is_read_only: bool) -> None:
    """Say for the rest of this context (one request) whether transactions only read."""
    _reads_only.set(is_read_only)


def is_reading() -> bool:
    """Whether the transactions of this context only read."""
    return _reads_only.get()


def state() -> object:
    """A value that is another one after anything was committed, by whomever; equal values mean the same rows.

    PostgreSQL numbers its transactions, and SQLite tells one connection what others wrote: a connection of its own,
    which writes nothing. Needs an application context.
    """
    engine = db.engine
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return connection.scalar(text("SELECT CAST(pg_current_snapshot() AS text)"))
    if breaker.is_tripped():
        # Whether it answers again is found out in the usual way.
        engine.connect().close()
    with _watching:
        number, watcher = _watchers.get(engine) or _watch(engine)
        return number, watcher.dbapi_connection.execute("PRAGMA data_version").fetchone()[0]


_watching = Lock()
_watchers: WeakKeyDictionary[Engine, tuple[int, Any]] = WeakKeyDictionary()
WATCHER_WAITS_MILLISECONDS = 200
# Another watcher counts from the start again.
_numbers = count()


def _watch(engine: Engine) -> tuple[int, Any]:
    watcher: Any = engine.raw_connection()
    watcher.detach()
    # All look through this one, one after the other.
    watcher.dbapi_connection.execute(f"PRAGMA busy_timeout = {WATCHER_WAITS_MILLISECONDS}")
    _watchers[engine] = next(_numbers), watcher
    return _watchers[engine]


@event.listens_for(Engine, "engine_disposed")
def _stop_watching(engine: Engine) -> None:
    with _watching:
        if engine in _watchers:
            _watchers.pop(engine)[1].close()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver starts transactions by rules of its own; switched off, the BEGIN below is the only one.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _begin_postgresql(connection)
    elif _reads_only.get():
        sqlite.wait_at_most(connection, limits.current().lock)
        sqlite.begin_reading(connection)
    else:
        # Reading first and writing later in a deferred transaction fails at once when another writes.
        sqlite.begin_writing(connection)


def _begin_postgresql(connection: Connection) -> None:
    wanted = limits.current()
    if limits.is_page() and breaker.is_strained():
        wanted = breaker.STRAINED
    is_limited = getattr(connection.connection.dbapi_connection, "is_limited", False)
    if is_limited and wanted not in {limits.PAGE, limits.PROBE}:
        from studyhub.outages import postgres  # noqa: PLC0415 -- where SQLite is used its driver is not loaded

        connection.exec_driver_sql(postgres.set_limits(wanted, is_local=True))
