"""Requests during which the database fails at one statement: everything must be done, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from studyhub.db import db
from tests.rights.tables.snapshot import Snapshot

# Tries of a password are noted before it is looked at, so that an end in between does not make them free. What was
# typed of a plan is kept before anything is made of it, so that it is still there when that fails.
FIRST = {"attempt", "kept_draft"}
WRITES = ("INSERT", "UPDATE", "DELETE")


class Statements:
    """Counts what reaches the database, and fails once at one of them, as a database does that goes away."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.count, self.fails_at = 0, fails_at
        self.writes: list[int] = []
        self.has_committed = False

    def execute(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Before each statement."""
        self._next(statement)
        if statement.startswith(WRITES):
            self.writes.append(self.count)

    def commit(self, _connection: Any) -> None:
        """Before each commit; one that comes after a write keeps it."""
        self._next("COMMIT")
        self.has_committed = self.has_committed or bool(self.writes)

    def _next(self, statement: str) -> None:
        self.count += 1
        if self.count == self.fails_at:
            raise OperationalError(statement, None, Exception("planted"))


@contextmanager
def counted(fails_at: int | None = None) -> Iterator[Statements]:
    """Statements of what happens in here."""
    statements = Statements(fails_at)
    listeners: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", statements.execute),
        ("commit", statements.commit),
    ]
    for name, listener in listeners:
        event.listen(db.engine, name, listener)
    try:
        yield statements
    finally:
        for name, listener in listeners:
            event.remove(db.engine, name, listener)


def halves(snapshot: Snapshot, press: Callable[[], TestResponse], *, every: bool) -> list[tuple[int, int, list[str]]]:
    """The statements whose failure leaves something half done, with the answer and the tables that changed."""
    with counted() as good:
        press()
    assert good.writes, "nothing was written"
    everything = _changed(snapshot)
    snapshot.put_back()

    found = []
    for fails_at in _failures(good.writes, good.count, every=every):
        with counted(fails_at) as statements:
            answer = press()
        changed = _changed(snapshot)
        if answer.status_code < 500 or changed not in ([], everything if statements.has_committed else []):
            found.append((fails_at, answer.status_code, changed))
        snapshot.put_back()
    return found


def _changed(snapshot: Snapshot) -> list[str]:
    return [table for table in snapshot.changed() if table not in FIRST]


def _failures(writes: list[int], count: int, *, every: bool) -> list[int]:
    """Where to fail: everywhere, or before the first write, at the last one, and when it is to be kept."""
    return list(range(1, count + 1)) if every else sorted({writes[0], writes[-1], count})
