"""Rows of all tables: taken out, and written into another database."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Table, bindparam, func, literal, select, union_all, update

from studyhub.db import db

Rows = Mapping[Table, Sequence[dict[str, Any]]]

# A note and its newest revision name each other, and so do the two halves of an exchange.
NAMED_LATER = {"note": "head_id", "swap": "pair_id"}


def rows_of_tables() -> Rows:
    """All rows of every table that has any, in order of their keys: a row names earlier ones of its table."""
    with db.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in _filled(connection)
        }


def write(rows: Rows) -> None:
    """Write rows into empty tables, with their ids; further ones count on from there."""
    with db.engine.begin() as connection:
        for table in rows:
            unnamed = {NAMED_LATER[table.name]: None} if table.name in NAMED_LATER else {}
            connection.execute(table.insert(), [row | unnamed for row in rows[table]])
        for name, column in NAMED_LATER.items():
            _name(connection, rows, db.metadata.tables[name], column)
        _count_on(connection, {table: _highest_id(table, rows[table]) for table in rows})


def _name(connection: Connection, rows: Rows, table: Table, column: str) -> None:
    if table in rows:
        named = update(table).where(table.c.id == bindparam("row")).values({column: bindparam("other")})
        connection.execute(named, [{"row": row["id"], "other": row[column]} for row in rows[table]])


def _highest_id(table: Table, rows: Sequence[dict[str, Any]]) -> int:
    column = table.autoincrement_column
    return 0 if column is None else max(row[column.name] for row in rows)


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
