"""What only reads stays outside SQLite's write lock, and nothing else does."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from studyhub.db import db


def test_a_page_that_was_read_leaves_its_context_able_to_write(new_app: Callable[[str], Flask]) -> None:
    app, statements = new_app("sqlite"), list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        FlaskClient(app).get("/feeds/")
        event.remove(engine, "before_cursor_execute", note)
        another = sqlite3.connect(str(engine.url.database), timeout=0)
        with closing(another), engine.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
            another.execute("BEGIN IMMEDIATE")

    assert {one for one in statements if one.startswith("BEGIN")} == {"BEGIN"}
