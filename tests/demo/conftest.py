"""One demo for all tests of a module on each database: making it takes some seconds."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.texts import kinds_of
from studyhub.demo import filling, known_password
from tests.cast import NOON
from tests.conftest import DATABASES
from tests.rows import empty_database


@dataclasses.dataclass(frozen=True)
class Demo:
    """The application with the demo in it, as at NOON."""

    app: Flask
    filled: filling.Filled


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of everybody's password."""
    return passwords.hashed(known_password.PASSWORD)


@pytest.fixture(scope="module", params=DATABASES)
def demo(request: pytest.FixtureRequest, new_app: Callable[[str], Flask], password_hash: str) -> Iterator[Demo]:
    """The demo organisation; what a test changes in it, it takes back."""
    app = new_app(request.param)
    clock.start_at(NOON)
    with app.app_context():
        filled = filling.fill(password_hash=password_hash, kinds=kinds_of(app), now=NOON)
        db.session.commit()
        yield Demo(app, filled)
        db.session.rollback()
        empty_database()
        db.session.remove()
    clock.start_at(None)
