"""Databases to restore into, and what is compared afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, inspect, select

from studyhub import create_app
from studyhub.config import Settings
from studyhub.db import db
from tests import postgres
from tests.cast import Browser
from tests.conftest import settings_for


@contextmanager
def empty_settings(kind: str, data: Path) -> Iterator[Settings]:
    """Settings of an installation whose database has no table yet."""
    data.mkdir(exist_ok=True)
    if kind == "sqlite":
        yield settings_for(f"sqlite:///{data / 'studyhub.db'}", data)
        return
    name = f"restored_{os.getpid()}_{uuid4().hex[:8]}"
    try:
        yield settings_for(postgres.create_database(name), data)
    finally:
        postgres.drop_database(name)


@contextmanager
def application(settings: Settings) -> Iterator[Flask]:
    """An application on that database, with its context open; all its connections are closed on the way out."""
    app = create_app(settings)
    app.test_client_class = Browser
    app.config["TESTING"] = True
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def rows(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that has any, in an order of its own."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        present = set(inspect(connection).get_table_names())
        tables = [table for table in db.metadata.sorted_tables if table.name in present]
        found = {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables}
    engine.dispose()
    return {name: sorted(some, key=repr) for name, some in found.items() if some}
