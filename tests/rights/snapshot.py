"""The whole database as it was: what a request changed, and how to put it back."""

from typing import Any

from sqlalchemy import Table, delete, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from studyhub.db import db

Rows = dict[tuple[Any, ...], dict[str, Any]]
# What was written for programs that ask again: made anew from the rows at any time.
_MEMORY = {"feed_file"}
_WRITES = ("INSERT", "UPDATE", "DELETE")


class Snapshot:
    """Every row at one moment. Only tables written to since then are looked at again."""

    def __init__(self) -> None:
        db.session.commit()
        self._kept = {table: _rows(table) for table in db.metadata.sorted_tables if table.name not in _MEMORY}
        db.session.commit()
        self._touched: set[str] = set()
        event.listen(db.engine, "before_cursor_execute", self.note)

    def end(self) -> None:
        """Stop watching."""
        event.remove(db.engine, "before_cursor_execute", self.note)

    def changed(self) -> list[str]:
        """Names of tables whose rows are not what they were."""
        db.session.rollback()
        found = [table.name for table in self._written() if _rows(table) != self._kept[table]]
        db.session.rollback()
        return found

    def put_back(self) -> None:
        """Every row is again what it was, with the same id."""
        db.session.rollback()
        written = self._written()
        if not written:
            return
        try:
            self._undo(written)
        except IntegrityError:
            # Rows that changed places collide on their way back: begin from nothing.
            self._undo(list(self._kept), anew=True)
        self._touched.clear()
        db.session.expire_all()

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Remember which tables a statement may have changed."""
        if statement.startswith(_WRITES):
            self._touched |= {table.name for table in self._kept if table.name in statement}

    def _written(self) -> list[Table]:
        return [table for table in self._kept if table.name in self._touched]

    def _undo(self, tables: list[Table], *, anew: bool = False) -> None:
        with db.engine.begin() as connection:
            # A note and its newest revision name each other.
            connection.execute(text("UPDATE note SET head_id = NULL"))
            now = {table: {} if anew else _rows(table, connection) for table in tables}
            for table in reversed(tables):
                if anew:
                    connection.execute(delete(table))
                for key in now[table].keys() - self._kept[table].keys():
                    connection.execute(delete(table).where(*_is(table, key)))
            for table in tables:
                _bring(connection, table, self._kept[table], now[table])
            note = db.metadata.tables["note"]
            for key, row in self._kept[note].items():
                connection.execute(update(note).where(*_is(note, key)).values(head_id=row["head_id"]))


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
