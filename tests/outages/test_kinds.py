"""Which errors are outages of the database, and which are mistakes of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, exc, text

from studyhub.outages.kinds import NotAsked, Outage, outage_of


@contextmanager
def _database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "a.db", isolation_level=None, timeout=0)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (said TEXT)")
        yield connection


def _error(connection: sqlite3.Connection, statement: str) -> sqlite3.Error:
    with pytest.raises(sqlite3.Error) as raised:
        connection.execute(statement)
    return raised.value


def test_a_lock_of_another_program(tmp_path: Path) -> None:
    with _database(tmp_path) as one, _database(tmp_path) as other:
        other.execute("BEGIN IMMEDIATE")

        assert outage_of(_error(one, "BEGIN IMMEDIATE")) is Outage.LOCKED


def test_a_disk_that_is_full_or_takes_nothing(tmp_path: Path) -> None:
    with _database(tmp_path) as one:
        one.execute("PRAGMA max_page_count = 2")
        assert outage_of(_error(one, "INSERT INTO word VALUES (hex(randomblob(9000)))")) is Outage.FULL

        one.execute("PRAGMA query_only = ON")
        assert outage_of(_error(one, "DELETE FROM word")) is Outage.READ_ONLY


def test_a_file_that_is_none_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("words, and more of them than a page holds" * 1000)
    with closing(sqlite3.connect(tmp_path / "text.db")) as one:
        assert outage_of(_error(one, "SELECT 1 FROM sqlite_schema")) is Outage.BROKEN

    with pytest.raises(exc.OperationalError) as raised:
        create_engine(f"sqlite:///{tmp_path}/nowhere/a.db").connect()
    assert outage_of(raised.value) is Outage.AWAY


def test_a_mistake_in_a_statement_is_ours(tmp_path: Path) -> None:
    with _database(tmp_path) as one:
        assert outage_of(_error(one, "SELECT 1 FROM nothing")) is None
        assert outage_of(_error(one, "SELEKT")) is None


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (psycopg.errors.QueryCanceled(), Outage.HANGING),
        (psycopg.errors.LockNotAvailable(), Outage.LOCKED),
        (psycopg.errors.DeadlockDetected(), Outage.LOCKED),
        (psycopg.errors.ReadOnlySqlTransaction(), Outage.READ_ONLY),
        (psycopg.errors.DiskFull(), Outage.FULL),
        (psycopg.errors.IoError(), Outage.BROKEN),
        (psycopg.errors.AdminShutdown(), Outage.AWAY),
        (psycopg.errors.TooManyConnections(), Outage.AWAY),
        (psycopg.errors.IdleInTransactionSessionTimeout(), Outage.AWAY),
        (psycopg.OperationalError("connection refused"), Outage.AWAY),
        (psycopg.errors.UndefinedTable(), None),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.InFailedSqlTransaction(), None),
    ],
)
def test_what_a_server_says(error: psycopg.Error, outage: Outage | None) -> None:
    wrapped = exc.DBAPIError.instance("SELECT 1", None, error, psycopg.Error)

    assert outage_of(wrapped) is outage
    assert outage_of(error) is outage


def test_other_ways_to_go_without() -> None:
    assert outage_of(exc.TimeoutError()) is Outage.NO_CONNECTION
    assert outage_of(NotAsked(Outage.LOCKED)) is Outage.LOCKED
    assert outage_of(ValueError("a word")) is None
    assert outage_of(None) is None


def test_what_goes_wrong_on_the_way_out_tells_of_it_too() -> None:
    with pytest.raises(exc.ProgrammingError) as raised:
        _fail_twice()

    assert outage_of(raised.value) is Outage.FULL


def _fail_twice() -> None:
    try:
        raise psycopg.errors.DiskFull
    except psycopg.Error:
        raise exc.ProgrammingError("ROLLBACK TO SAVEPOINT a", None, Exception("none")) from None


def test_errors_with_words_of_people_are_not_taken_for_one() -> None:
    assert outage_of(exc.IntegrityError(str(text("INSERT")), None, sqlite3.IntegrityError("UNIQUE"))) is None
