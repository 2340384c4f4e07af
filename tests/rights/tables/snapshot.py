"""The whole database as it was: what a request changed, and how to put it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Table, TextClause, delete, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from studyhub.db import db

Rows = dict[tuple[Any, ...], dict[str, Any]]
Stored = list[Any]
# What was written for programs that ask again: made anew from the rows at any time.
_MEMORY = {"feed_file"}
_WRITES = ("INSERT", "UPDATE", "DELETE")


class Snapshot:
    """Every row at one moment. Only tables written to since then are looked at again."""

    def __init__(self) -> None:
        db.session.commit()
        self._kept = {table: _rows(table) for table in db.metadata.sorted_tables if table.name not in _MEMORY}
        self._stored = {table: _stored(table, db.session) for table in self._kept}
        db.session.commit()
        self._touched: set[str] = set()
        event.listen(db.engine, "before_cursor_execute", self.note)

    def end(self) -> None:
        """Stop watching."""
        event.remove(db.engine, "before_cursor_execute", self.note)

    def changed(self) -> list[str]:
        """Names of tables whose rows are not what they were."""
        db.session.rollback()
        # The same value may be stored in two ways.
        found = [table.name for table in self._rewritten(db.session) if _rows(table) != self._kept[table]]
        db.session.rollback()
        return found

    def put_back(self) -> None:
        """Every row is again what it was, with the same id."""
        db.session.rollback()
        if not self._touched:
            return
        try:
            self._undo()
        except IntegrityError:
            # Rows that changed places collide on their way back: begin from nothing.
            self._undo(anew=True)
        self._touched.clear()
        db.session.expire_all()

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Remember which tables a statement may have changed."""
        if statement.startswith(_WRITES):
            self._touched |= {table.name for table in self._kept if table.name in statement}

    def _rewritten(self, connection: Any) -> list[Table]:
        written = [table for table in self._kept if table.name in self._touched]
        return [table for table in written if _stored(table, connection) != self._stored[table]]

    def _undo(self, *, anew: bool = False) -> None:
        with db.engine.begin() as connection:
            tables = list(self._kept) if anew else self._rewritten(connection)
            with self._without_heads(connection, tables):
                self._replace(connection, tables, anew=anew)

    @contextmanager
    def _without_heads(self, connection: Any, tables: list[Table]) -> Iterator[None]:
        """A note and its newest revision name each other: neither could be brought back first."""
        note, names = db.metadata.tables["note"], {table.name for table in tables}
        if not names & {"note", "revision"}:
            yield
            return
        connection.execute(update(note).values(head_id=None))
        yield
        for key, row in self._kept[note].items():
            connection.execute(update(note).where(*_is(note, key)).values(head_id=row["head_id"]))

    def _replace(self, connection: Any, tables: list[Table], *, anew: bool) -> None:
        now = {table: {} if anew else _rows(table, connection) for table in tables}
        for table in reversed(tables):
            if anew:
                connection.execute(delete(table))
            for key in now[table].keys() - self._kept[table].keys():
                connection.execute(delete(table).where(*_is(table, key)))
        for table in tables:
            _bring(connection, table, self._kept[table], now[table])


def _stored(table: Table, connection: Any) -> Stored:
    """Its rows as the driver hands them out: read several times as fast as what they mean."""
    return list(connection.execute(_reading(table)))


@cache
def _reading(table: Table) -> TextClause:
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return text(f'SELECT * FROM "{table.name}" ORDER BY {key}')  # noqa: S608 -- names of our own tables


def _rows(table: Table, connection: Any = None) -> Rows:
    key = [column.name for column in table.primary_key]
    found = (connection or db.session).execute(select(table))
    rows = [dict(row._mapping) for row in found]
    return {tuple(row[name] for name in key): row for row in rows}


def _is(table: Table, key: tuple[Any, ...]) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


def _bring(connection: Any, table: Table, kept: Rows, now: Rows) -> None:
    late = {"head_id": None} if table.name == "note" else {}
    if missing := [row | late for key, row in kept.items() if key not in now]:
        connection.execute(insert(table), missing)
    for key, row in kept.items():
        if key in now and now[key] != row:
            connection.execute(update(table).where(*_is(table, key)).values(row | late))
