import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from studyhub import create_app, schema
from studyhub.config import Settings
from studyhub.db import db
from studyhub.environment import read_settings
from studyhub.settings.models import Organization
from tests import postgres
from tests.cast import NOON
from tests.databases import give_tables

DATABASES = ("sqlite", "postgresql")
NewApp = Callable[..., Flask]


@pytest.fixture
def new_app(tmp_path: Path) -> Iterator[NewApp]:
    """Makes applications with these environment variables, on an empty database of their own unless one is named."""
    made: list[Flask] = []

    def make(**environ: str) -> Flask:
        made.append(create_app(read_settings({"STUDYHUB_DATA": str(tmp_path), **environ})))
        return made[-1]

    yield make
    for app in made:
        dispose(app)


def migrated(app: Flask) -> Flask:
    """The same application, its tables made."""
    schema.bring_up_to_date(app, settings_of(app), now=NOON)
    return app


def with_tables(app: Flask) -> Flask:
    """The same application on an empty database, its tables put there: how they are made is not asked."""
    dispose(app)
    give_tables(settings_of(app).database_url)
    return app


@pytest.fixture(params=DATABASES)
def empty_app(request: pytest.FixtureRequest, new_app: NewApp) -> Iterator[Flask]:
    """An application on a database without a table."""
    if request.param == "sqlite":
        yield new_app()
        return
    name = f"platform_{os.getpid()}_{uuid4().hex[:8]}"
    yield new_app(DATABASE_URL=postgres.create_database(name))
    postgres.drop_database(name)


@pytest.fixture
def ready_app(new_app: NewApp) -> Flask:
    """An application whose first visit is over, on the embedded database."""
    app = with_tables(new_app())
    with app.app_context():
        db.session.add(Organization(id=1, name="Example", created_at=NOON))
        db.session.commit()
    return app


def dispose(app: Flask) -> None:
    """Close all connections of an application."""
    with app.app_context():
        db.engine.dispose()


def settings_of(app: Flask) -> Settings:
    """What an application was made with."""
    settings: Settings = app.config["STUDYHUB_SETTINGS"]
    return settings
