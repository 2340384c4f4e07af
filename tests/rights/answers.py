"""What everybody is answered at every address: asked once in a run, and looked at by all tests of answers.

A process that asks writes down what it heard, and the others of the run read it there. Rows have the same ids in every
World, and secrets others: whoever compares an address that holds a secret must be ready not to find it.
"""

import pickle
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeVar

from werkzeug.datastructures import Headers

from studyhub.db import db
from tests.postgres import once, run_folder
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of

Made = TypeVar("Made")
Key = tuple[str, str, str]


class Answer(NamedTuple):
    """What came back from an address, and whether rows changed."""

    method: str
    address: str
    status_code: int
    headers: Headers
    data: bytes
    has_changed: bool

    @property
    def mimetype(self) -> str:
        """The kind of it, without its characters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """What it says."""
        return self.data.decode()


@cache
def answers(place: Place, role: str) -> dict[Key, Answer]:
    """What every row of the table answers this person, each by its method, endpoint and variant."""

    def ask() -> dict[Key, Answer]:
        assert place.snapshot.changed() == [], "what one test wrote would be an answer to all others"
        return {row[:3]: _asked(place, row, role) for row in ROWS}

    return kept_for_the_run(f"answers-{kind(place)}-{role}", ask)


def _asked(place: Place, row: Row, role: str) -> Answer:
    world, rule = place.world, rule_of(place.app, row.endpoint)
    data = fields(world, row.endpoint, role) if row.method in UNSAFE else None
    to = address(world, rule, row.variant)
    answer = world.ask(role, row.method, to, data=data)
    has_changed = bool(place.snapshot.changed())
    place.snapshot.put_back()
    return Answer(row.method, to, answer.status_code, Headers(list(answer.headers)), answer.data, has_changed)


def kept_for_the_run(name: str, make: Callable[[], Made]) -> Made:
    """What the first process of the run made under this name; the others wait for it and read it."""
    path = run_folder() / f"{name}.pickle"
    with once(name) as is_first:
        if is_first:
            path.write_bytes(pickle.dumps(make()))
    kept: Made = pickle.loads(path.read_bytes())  # noqa: S301 -- written by this run
    return kept


def kind(place: Place) -> str:
    """Which of the databases a place has."""
    with place.app.app_context():
        return db.engine.dialect.name
