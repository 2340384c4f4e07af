"""What only reads stays outside SQLite's write lock, and nothing else does."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.db import db


def test_a_page_that_was_read_leaves_its_context_able_to_write(new_app: Callable[[str], Flask]) -> None:
    app, statements = new_app("sqlite"), list[str]()

    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            # The one that was used last is taken next. Its driver says what it is told, however.
            driver = cast(sqlite3.Connection, connection.connection.driver_connection)
        driver.set_trace_callback(statements.append)
        FlaskClient(app).get("/feeds/")
        driver.set_trace_callback(None)
        another = sqlite3.connect(str(engine.url.database), timeout=0)
        with closing(another), engine.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
            another.execute("BEGIN IMMEDIATE")

    assert {one for one in statements if one.startswith("BEGIN")} == {"BEGIN"}
