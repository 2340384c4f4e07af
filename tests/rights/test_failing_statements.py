"""The database fails at the n-th statement of whatever writes: everything is done, or nothing, messages included."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from studyhub.db import db
from tests.cast import Cast
from tests.rights.expected import ROWS, Row
from tests.rights.places import Place
from tests.rights.routes import UNSAFE, address, fields, rule_of
from tests.rights.snapshot import Snapshot

# Which person presses: the first for whom the table says that rows change.
WRITING = [
    (row, next(role for role, (status, changes) in row.answers.items() if changes and status < 400))
    for row in ROWS
    if row.method in UNSAFE and any(changes and status < 400 for status, changes in row.answers.values())
]
# Tries of a password are noted before it is looked at, so that an end in between does not make them free.
FIRST = {"attempt"}
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


def _press(place: Place, row: Row, role: str) -> TestResponse:
    to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
    return place.world.ask(role, row.method, to, data=fields(place.world, row.endpoint, role))


def _failures(writes: list[int], count: int, *, every: bool) -> list[int]:
    """Where to fail: everywhere, or before the first write, at the last one, and when it is to be kept."""
    return list(range(1, count + 1)) if every else sorted({writes[0], writes[-1], count})


def test_every_writing_rule_is_here() -> None:
    assert len(WRITING) > 70


@pytest.mark.parametrize(("row", "role"), WRITING, ids=[f"{row.endpoint}{row.variant}" for row, _role in WRITING])
def test_all_or_nothing(place: Place, row: Row, role: str, is_long: bool) -> None:
    assert _halves(place.snapshot, lambda: _press(place, row, role), every=is_long) == []


@pytest.mark.parametrize("path", ["/meetings/{meeting}/signup", "/circles/{slug}/participation"])
def test_taking_part_is_all_or_nothing(cast: Cast, path: str) -> None:
    # In the World whoever may take part does so already.
    browser, snapshot = cast.browser(cast.chika), Snapshot()
    address = path.format(meeting=cast.meeting.id, slug=cast.circle.slug)
    try:
        assert _halves(snapshot, lambda: browser.post(address, data={"role": "participant"}), every=True) == []
    finally:
        snapshot.end()


def _halves(snapshot: Snapshot, press: Callable[[], TestResponse], *, every: bool) -> list[tuple[int, int, list[str]]]:
    """The statements whose failure leaves something half done, with the answer and the tables that changed."""
    with counted() as good:
        press()
    assert good.writes, "nothing was written"
    everything = _changed(snapshot)
    snapshot.put_back()

    halves = []
    for fails_at in _failures(good.writes, good.count, every=every):
        with counted(fails_at) as statements:
            answer = press()
        changed = _changed(snapshot)
        if answer.status_code < 500 or changed not in ([], everything if statements.has_committed else []):
            halves.append((fails_at, answer.status_code, changed))
        snapshot.put_back()
    return halves


def _changed(snapshot: Snapshot) -> list[str]:
    return [table for table in snapshot.changed() if table not in FIRST]
