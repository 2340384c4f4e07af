"""The demo as at NOON: filled once in a run for each database, by its command, and copied since."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.demo import known_password, population
from studyhub.settings import organization
from tests.cast import NOON
from tests.conftest import DATABASES
from tests.databases import made_once
from tests.resetting import empty_database
from tests.rows import rows_of_tables, write


@dataclass(frozen=True)
class Demo:
    """The application with the demo in it, the moment it was made for, and what the command said that filled it."""

    app: Flask
    moment: datetime
    printed: list[str]


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of everybody's password."""
    return passwords.hashed(known_password.PASSWORD)


@pytest.fixture(scope="module", params=DATABASES)
def demo(request: pytest.FixtureRequest, new_app: Callable[[str], Flask]) -> Iterator[Demo]:
    """The demo organisation; what a test changes in it, it takes back."""
    app = new_app(request.param)
    clock.start_at(NOON)
    with app.app_context():
        yield put_demo(app)
        db.session.rollback()
        empty_database()
        db.session.remove()
    clock.start_at(None)


def put_demo(app: Flask) -> Demo:
    """Put the demo into the empty database of the application, whose clock stands at NOON."""
    name = f"demo-{db.engine.dialect.name}"
    file = made_once(name, lambda file: file.write_bytes(pickle.dumps(_filled(app))))
    printed, rows = pickle.loads(file.read_bytes())  # noqa: S301 -- our own
    write({db.metadata.tables[table]: rows[table] for table in rows})
    # The clock runs on from NOON while the command begins.
    return Demo(app, organization.current().created_at + population.SINCE, printed)


def _filled(app: Flask) -> tuple[list[str], dict[str, list[dict[str, object]]]]:
    """What the command prints, and the rows it writes, by table; the database is empty again."""
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 0, done.output
    rows = {table.name: list(map(dict, some)) for table, some in rows_of_tables().items()}
    db.session.remove()
    empty_database()
    return done.output.splitlines(), rows
