"""Tables and rows in a form that both databases understand: what they hold, not how it is stored."""

import base64
import json
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    cast,
    inspect,
    select,
)

REVISIONS = "alembic_version"
ROWS_AT_ONCE = 1000


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are now, whatever the revision: columns and primary key, in order of name."""
    inspector = inspect(connection)
    columns = inspector.get_multi_columns()
    keys = inspector.get_multi_pk_constraint()
    return [
        _table(place[1], columns[place], keys[place]["constrained_columns"])
        for place in sorted(columns, key=lambda place: place[1])
        if place[1] != REVISIONS
    ]


def _table(name: str, columns: Sequence[Any], key: Sequence[str]) -> Table:
    return Table(
        name,
        MetaData(),
        *(Column(found["name"], _stored_as(found["type"]), primary_key=found["name"] in key) for found in columns),
    )


def _stored_as(kind: Any) -> Any:
    # JSON's own null and a column without a value are two things, which the type by itself does not tell apart.
    return JSON(none_as_null=True) if isinstance(kind, JSON) else kind


def lines(connection: Connection, table: Table) -> Generator[bytes]:
    """The rows of a table, one line of JSON each, in order of the primary key; never all in memory."""
    wanted = select(*map(_as_read, table.columns)).order_by(*table.primary_key.columns)
    with connection.execution_options(yield_per=ROWS_AT_ONCE).execute(wanted) as found:
        for row in found:
            yield json.dumps([_portable(value) for value in row], ensure_ascii=False).encode() + b"\n"


def _as_read(column: Column[Any]) -> Any:
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _portable(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite keeps moments without a zone, in UTC.
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


def row_reader(columns: Sequence[Column[Any]]) -> Callable[[bytes], dict[str, Any]]:
    """What reads one line as a row of these columns; ValueError, TypeError, RecursionError for what is none."""
    readers = [(column.name, _reader(column.type)) for column in columns]

    def read(line: bytes) -> dict[str, Any]:
        values = json.loads(line)
        if not isinstance(values, list):
            raise ValueError("A row is a list of its values.")
        return {
            name: None if value is None else reader(value)
            for (name, reader), value in zip(readers, values, strict=True)
        }

    return read


def _reader(kind: Any) -> Callable[[Any], Any]:
    for known, reader in _READERS:
        if isinstance(kind, known):
            return reader
    return lambda value: value


def _json(text: str) -> Any:
    value = json.loads(text)
    return JSON.NULL if value is None else value


_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (JSON, _json),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (LargeBinary, base64.b64decode),
)
