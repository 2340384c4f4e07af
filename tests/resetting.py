"""Tables emptied after each test, and rows that were kept put back, by the database itself.

What a test commits is committed: it sees the transactions, locks and connections that pages see. Asked for table by
table, emptying and putting back took a seventh of the time of all tests; like this they take little longer than rolling
back one outer transaction would.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Table, func, select

from studyhub.db import db

# The schema of kept rows and of our functions in PostgreSQL.
SCHEMA = "resetting"


def empty_database() -> None:
    """Take every row out of every table; ids begin at 1 again."""
    _resetting().empty()


def keep(name: str) -> None:
    """Remember the rows of all tables under a name."""
    _resetting().keep(name)


def is_kept(name: str) -> bool:
    """Whether rows of this database are remembered under that name."""
    return name in _resetting().kept


def put_back(name: str) -> None:
    """Write the rows kept under a name into empty tables, with their ids; further ones count on from there."""
    _resetting().put_back(name)


class _Postgresql:
    """A function for each: one statement, whose plans every connection makes once."""

    def __init__(self) -> None:
        self.kept: set[str] = set()
        tables = db.metadata.sorted_tables
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
            deleting = [f"DELETE FROM {_name(table)}" for table in tables]
            _make_function(connection, "empty", [*deleting, _counting_on(connection, dict.fromkeys(tables, 0))])

    def empty(self) -> None:
        self._call("empty")

    def keep(self, name: str) -> None:
        with db.engine.begin() as connection:
            tables = [table for table in db.metadata.sorted_tables if _is_filled(connection, table)]
            for table in tables:
                connection.exec_driver_sql(f"CREATE TABLE {_kept(name, table)} AS {_reading(table)}")
            copying = [f"INSERT INTO {_name(table)} SELECT * FROM {_kept(name, table)}" for table in tables]
            highest = {table: _highest_id(connection, table) for table in tables}
            _make_function(connection, name, [*copying, _counting_on(connection, highest)])
        self.kept.add(name)

    def put_back(self, name: str) -> None:
        self._call(name)

    def _call(self, name: str) -> None:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT {SCHEMA}.{name}()")


def _is_filled(connection: Connection, table: Table) -> bool:
    return bool(connection.scalar(select(select(table).exists())))


def _make_function(connection: Connection, name: str, statements: Iterable[str]) -> None:
    # As a replica applies changes: rows may come before those that they name.
    settings = "SET session_replication_role = replica"
    body = "; ".join(statements)
    function = f"FUNCTION {SCHEMA}.{name}() RETURNS void LANGUAGE plpgsql {settings} AS $$ BEGIN {body}; END $$"
    connection.exec_driver_sql(f"CREATE {function}")


def _highest_id(connection: Connection, table: Table) -> int:
    column = table.autoincrement_column
    return 0 if column is None else connection.scalar(select(func.max(column))) or 0


def _counting_on(connection: Connection, highest: Mapping[Table, int]) -> str:
    """The statement after which the next id of each table is one more."""
    counters = []
    for table, count in highest.items():
        if (column := table.autoincrement_column) is not None:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(_name(table), column.name)))
            counters.append(f"('{sequence}'::regclass, {max(count, 1)}, {count > 0})")
    values = ", ".join(counters)
    return f"PERFORM setval(counter, count, is_used) FROM (VALUES {values}) AS _(counter, count, is_used)"


def _kept(name: str, table: Table) -> str:
    return f'{SCHEMA}."{name} {table.name}"'


class _Sqlite:
    """Statements with nothing around them; SQLite counts on from the rows by itself."""

    def __init__(self) -> None:
        self.kept: dict[str, list[tuple[str, Sequence[Any]]]] = {}

    def empty(self) -> None:
        with _unchecked() as cursor:
            # Deleting writes pages of a table without rows too.
            for (name,) in cursor.execute(_naming_filled()).fetchall():
                cursor.execute(f'DELETE FROM "{name}"')

    def keep(self, name: str) -> None:
        with _unchecked() as cursor:
            rows = {table: cursor.execute(_reading(table)).fetchall() for table in db.metadata.sorted_tables}
        self.kept[name] = [(_writing(table), some) for table, some in rows.items() if some]

    def put_back(self, name: str) -> None:
        with _unchecked() as cursor:
            for statement, rows in self.kept[name]:
                cursor.executemany(statement, rows)


@contextmanager
def _unchecked() -> Iterator[Any]:
    """The driver's cursor in a transaction in which rows may come before those that they name."""
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield cursor
        finally:
            cursor.execute("PRAGMA foreign_keys = ON")


@cache
def _naming_filled() -> str:
    tables = db.metadata.sorted_tables
    return " UNION ALL ".join(f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {_name(table)})" for table in tables)


def _writing(table: Table) -> str:
    return f"INSERT INTO {_name(table)} VALUES ({', '.join('?' * len(table.columns))})"


def _reading(table: Table) -> str:
    key = ", ".join(column.name for column in table.primary_key)
    return f"SELECT * FROM {_name(table)} ORDER BY {key}"


def _name(table: Table) -> str:
    return f'"{table.name}"'


_BY_ENGINE: WeakKeyDictionary[Engine, _Postgresql | _Sqlite] = WeakKeyDictionary()


def _resetting() -> _Postgresql | _Sqlite:
    engine = db.engine
    if engine not in _BY_ENGINE:
        _BY_ENGINE[engine] = _Postgresql() if engine.dialect.name == "postgresql" else _Sqlite()
    return _BY_ENGINE[engine]
