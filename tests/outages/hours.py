"""Bad hours of a database, each begun and ended: another application on the same rows lives through them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text

from studyhub import create_app
from studyhub.db import db
from studyhub.outages import limits
from tests.cast import Browser
from tests.conftest import settings_for
from tests.outages.relay import Relay

# Nobody waits for a test; what it shows is the same.
IMPATIENT = limits.Limits(lock=0.01, statement=0.3, answer=0.3)


@dataclass
class Second:
    """A second application on the database of the first, reached by a relay where there is a server."""

    app: Flask
    kind: str
    relay: Relay | None
    file: Path
    opened: list[Any] = field(default_factory=list)

    def forget_connections(self) -> None:
        """Connections are made anew."""
        with self.app.app_context():
            db.engine.dispose()

    def end(self) -> None:
        """No connection stays open, nor one that was in use while the others were closed and given back afterwards."""
        for thread in enumerate_threads():
            if thread.name == "probe":
                thread.join(2 * limits.CONNECT_SECONDS)
        self.forget_connections()
        for connection in self.opened:
            connection.close()
        self.opened.clear()
        if self.relay is not None:
            self.relay.leave()


def second(first: Flask, kind: str, data: Path) -> Second:
    """The same database, other connections."""
    url = make_url(first.config["SQLALCHEMY_DATABASE_URI"])
    relay = None
    if kind == "postgresql":
        relay = Relay(f"{url.query['host']}/.s.PGSQL.5432")
        url = url.set(host="127.0.0.1", port=relay.port, query={})
    app = create_app(settings_for(url.render_as_string(hide_password=False), data))
    app.test_client_class = Browser
    app.config["TESTING"] = True
    made = Second(app, kind, relay, Path(url.database or ""))
    with app.app_context():
        event.listen(db.engine, "connect", lambda connection, _record: made.opened.append(connection))
    return made


@contextmanager
def away(here: Second) -> Iterator[None]:
    """The server is stopped, or the file was moved away; well again afterwards."""
    if here.relay is not None:
        here.relay.leave()
        try:
            yield
        finally:
            here.relay.come_back()
        return
    moved = here.file.with_name("moved.db")
    here.file.rename(moved)
    try:
        yield
    finally:
        moved.rename(here.file)


@contextmanager
def hanging(here: Second) -> Iterator[None]:
    """The server gives no sign any more, over connections that are open; or another program writes without end."""
    with _impatient(), _hang(here):
        yield


@contextmanager
def _hang(here: Second) -> Iterator[None]:
    _ask_once(here)
    if here.relay is not None:
        here.relay.stop()
        try:
            yield
        finally:
            here.relay.go_on()
        return
    with closing(sqlite3.connect(here.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _impatient() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PAGE", IMPATIENT)
        yield


@contextmanager
def read_only(here: Second) -> Iterator[None]:
    """The database takes nothing any more, as after its disk was mounted so."""
    here.forget_connections()
    if here.kind == "sqlite":
        with _each_connection(here, "PRAGMA query_only = ON"):
            yield
        return
    name = make_url(here.app.config["SQLALCHEMY_DATABASE_URI"]).database
    _administer(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    try:
        yield
    finally:
        _administer(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')


@contextmanager
def full(here: Second) -> Iterator[None]:
    """The file cannot grow any more (SQLite)."""
    here.forget_connections()
    with closing(sqlite3.connect(here.file)) as other:
        # What earlier tests took out left room in it.
        other.execute("VACUUM")
        [pages] = other.execute("PRAGMA page_count").fetchone()
    with _each_connection(here, f"PRAGMA max_page_count = {pages}"):
        yield


Hour = Callable[[Second], AbstractContextManager[None]]


def _ask_once(here: Second) -> None:
    with here.app.app_context():
        db.session.execute(text("SELECT 1"))


@contextmanager
def _each_connection(here: Second, statement: str) -> Iterator[None]:
    def say(connection: Any, _record: Any) -> None:
        connection.execute(statement)

    with here.app.app_context():
        engine = db.engine
    event.listen(engine, "connect", say)
    try:
        yield
    finally:
        event.remove(engine, "connect", say)
        here.forget_connections()


def _administer(statement: str) -> None:
    # By the application that is not cut off, outside of any transaction.
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
