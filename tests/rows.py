"""Rows of all tables: taken out, and written into another database."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Table, bindparam, func, literal, select, union_all, update

from studyhub.db import db

Rows = Mapping[Table, Sequence[dict[str, Any]]]

# A note and its newest revision name each other.
NAMED_LATER: dict[str, dict[str, Any]] = {"note": {"head_id": None}}


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
            connection.execute(table.insert(), [row | NAMED_LATER.get(table.name, {}) for row in rows[table]])
        _name_heads(connection, rows)
        _count_on(connection, {table: _highest_id(table, rows[table]) for table in rows})


def _name_heads(connection: Connection, rows: Rows) -> None:
    note = db.metadata.tables["note"]
    if note in rows:
        named = update(note).where(note.c.id == bindparam("note")).values(head_id=bindparam("head"))
        connection.execute(named, [{"note": row["id"], "head": row["head_id"]} for row in rows[note]])


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
