"""Filling empty tables from a backup, in one transaction, whatever refers to whatever."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from studyhub.backups import portable
from studyhub.backups.archive import Backup
from studyhub.backups.progress import Progress
from studyhub.backups.refused import Refused

ROWS_AT_ONCE = 500
FOREIGN_KEYS = """
    SELECT CAST(conrelid::regclass AS text) AS place, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS said
    FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)
"""


def fill(engine: Engine, backup: Backup, progress: Progress) -> None:
    """Put every row of the backup into the tables, which are of its revision and empty. Raises Refused."""
    with engine.connect() as connection, _references_aside(connection):
        tables = {table.name: table for table in portable.tables_of(connection)}
        _refuse_other_tables(tables, backup)
        for name in backup.manifest.tables:
            _fill(connection, tables[name], backup, progress)
        if engine.dialect.name == "postgresql":
            _count_on(connection, list(tables.values()))


def _refuse_other_tables(tables: dict[str, Table], backup: Backup) -> None:
    for name, facts in backup.manifest.tables.items():
        if name not in tables or {column.name for column in tables[name].columns} != set(facts["columns"]):
            raise Refused(f"The backup's table {name} is not one of StudyHub {backup.manifest.revision}.")
    if lost := sorted(tables.keys() - backup.manifest.tables.keys()):
        raise Refused(f"The backup lacks the table {lost[0]} of StudyHub {backup.manifest.revision}.")


def _fill(connection: Connection, table: Table, backup: Backup, progress: Progress) -> None:
    # Migrations may have laid rows of their own.
    connection.execute(table.delete())
    columns = [table.columns[name] for name in backup.manifest.tables[table.name]["columns"]]
    read = portable.row_reader(columns)
    lines = progress.counted(table.name, backup.lines(table.name))
    for some in _batches(lines):
        with _odd_rows_refused(backup):
            connection.execute(insert(table), [read(line) for line in some])


@contextmanager
def _odd_rows_refused(backup: Backup) -> Iterator[None]:
    try:
        yield
    except DBAPIError:
        raise
    # A statement fails without the database where a value does not go with its column's type.
    except (StatementError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise backup.refusal() from error


def _count_on(connection: Connection, tables: list[Table]) -> None:
    """Let the next id of each table be one more than the highest."""
    for table in tables:
        for column in table.columns:
            place = {"name": f'"{table.name}"', "column": column.name}
            sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:name, :column)"), place)
            if sequence is not None:
                highest = connection.scalar(select(func.max(column)))
                connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))


@contextmanager
def _references_aside(connection: Connection) -> Iterator[None]:
    """A transaction in which rows may come in any order; at its end nothing may refer to nothing."""
    if connection.dialect.name == "postgresql":
        with connection.begin():
            references = connection.execute(text(FOREIGN_KEYS)).all()
            for one in references:
                connection.exec_driver_sql(f"ALTER TABLE {one.place} DROP CONSTRAINT {one.name}")
            yield
            for one in references:
                connection.exec_driver_sql(f"ALTER TABLE {one.place} ADD CONSTRAINT {one.name} {one.said}")
        return
    # Inside a transaction SQLite ignores this pragma, so the driver's connection is told.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    with connection.begin():
        yield
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Refused("The backup holds rows that refer to nothing: take another copy of it.")


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while some := list(islice(lines, ROWS_AT_ONCE)):
        yield some
