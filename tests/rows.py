"""Rows of all tables: taken out, kept, and put back."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Table, func, literal, select, text, union_all

from studyhub.db import db

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


def rows_of_tables() -> Rows:
    """All rows of every table that has any."""
    with db.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in _filled(connection)
        }


def put_back(rows: Rows) -> None:
    """Write rows into empty tables, with their ids; further ones count on from there."""
    with db.engine.begin() as connection:
        for table in rows:
            connection.execute(table.insert(), rows[table])
        _count_on(connection, {table: len(rows[table]) for table in rows})


def empty_database() -> None:
    """Take every row out of every table; ids begin at 1 again.

    Only tables that hold rows are touched: tests fill few, and PostgreSQL makes a file anew for each it truncates.
    """
    with db.engine.begin() as connection:
        filled = _filled(connection)
        if any(table.name == "note" for table in filled):
            connection.execute(text('UPDATE "note" SET head_id = NULL'))
        for table in reversed(filled):
            connection.execute(table.delete())
        _count_on(connection, dict.fromkeys(filled, 0))


def _filled(connection: Connection) -> list[Table]:
    names = set(connection.scalars(_filled_names()))
    return [table for table in db.metadata.sorted_tables if table.name in names]


@cache
def _filled_names() -> CompoundSelect[str]:
    tables = db.metadata.sorted_tables
    return union_all(*(select(literal(table.name)).where(select(table).exists()) for table in tables))


def _count_on(connection: Connection, highest: Mapping[Table, int]) -> None:
    """Let the next id of each table be one more; SQLite counts from the rows by itself."""
    if connection.dialect.name != "postgresql":
        return
    counters = []
    for table, count in highest.items():
        if (column := table.autoincrement_column) is not None:
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            counters.append(func.setval(sequence, max(count, 1), count > 0))
    connection.execute(select(literal(1), *counters))
