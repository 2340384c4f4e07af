"""The database fails at the n-th statement of whatever writes: everything is done, or nothing, messages included."""

import pytest
from werkzeug.test import TestResponse

from tests.rights.failing import halves
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of

# A test is counted and kept before the chat is asked, which takes seconds; what came back is kept in a second step.
IN_TWO_STEPS = {"chat.create_test", "pager.create_test"}
# Which person presses: the first for whom the table says that rows change.
WRITING = [
    (row, next(role for role, (status, changes) in row.answers.items() if changes and status < 400))
    for row in ROWS
    if row.method in UNSAFE
    and row.endpoint not in IN_TWO_STEPS
    and any(changes and status < 400 for status, changes in row.answers.values())
]


def _press(place: Place, row: Row, role: str) -> TestResponse:
    to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
    return place.world.ask(role, row.method, to, data=fields(place.world, row.endpoint, role))


def test_every_writing_rule_is_here() -> None:
    assert len(WRITING) > 70


@pytest.mark.parametrize(("row", "role"), WRITING, ids=[f"{row.endpoint}{row.variant}" for row, _role in WRITING])
def test_all_or_nothing(place: Place, row: Row, role: str, is_long: bool) -> None:
    assert halves(place.snapshot, lambda: _press(place, row, role), every=is_long) == []
