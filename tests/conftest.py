"""What all tests share: both databases, built by the real migrations and emptied between tests."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from studyhub import clock, config, create_app
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.outages import breaker
from studyhub.web.guards import reputation, turned_away
from tests import postgres
from tests.cast import CHEAP_HASHER, NOON, Browser, Cast
from tests.databases import give_tables
from tests.resetting import empty_database

pytest_plugins = ["tests.postgres", "tests.tools", "tests.chromium", "tests.rights.tables.places"]

# Looking for cycles at every 700th object takes a tenth of the time of all tests.
gc.set_threshold(20_000)

DATABASES = ("sqlite", "postgresql")
SLOW_FOLDERS = {"backups", "browser", "database", "demo", "outages", "platform", "races", "rights", "security", "term"}
SECRET_KEY = "for tests only, and long enough"  # noqa: S105 -- protects nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first: at the end of a run there are short ones left for every process."""
    items.sort(key=lambda item: SLOW_FOLDERS.isdisjoint(item.path.relative_to(item.config.rootpath).parts))


def settings_for(database_url: str, data: Path) -> config.Settings:
    """Settings of an application on that database."""
    return config.Settings(
        host="127.0.0.1",
        port=8000,
        database_url=database_url,
        data=data,
        url=None,
        proxies=0,
        smtp=None,
        clock=NOON,
        secret_key=SECRET_KEY,
    )


def migrated(database_url: str, data: Path) -> Flask:
    """An application whose database has all its tables."""
    app = create_app(settings_for(database_url, data))
    app.test_client_class = Browser
    app.config["TESTING"] = True
    give_tables(database_url)
    return app


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hashing a password as it should be takes most of many tests; tests/accounts/test_passwords.py pays for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", CHEAP_HASHER)
        patch.setattr(passwords, "_NOBODYS", CHEAP_HASHER.hash("nobody's"))
        yield


class _ByLanguage(FileSystemBytecodeCache):
    """A template is another one in each language: its words are in it."""

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> Bucket:
        return super().get_bucket(environment, f"{environment.language} {name}", filename, source)


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    """All applications of the run share what Jinja made of the templates: compiling takes longer than most pages do."""
    compiled = postgres.run_folder() / "templates"
    compiled.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", _ByLanguage(str(compiled)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _modules_compiled_once() -> Iterator[None]:
    """Programs that tests start share what Python makes of modules, also where it is told to keep nothing of that."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.setenv("PYTHONPYCACHEPREFIX", str(postgres.run_folder() / "bytecode"))
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(autouse=True)
def _no_outage_goes_on() -> None:
    """What one test's database did is nothing to the next test, which has another."""
    breaker.forget()


@pytest.fixture(scope="session")
def new_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """One application for each kind of database, made when the first test asks for it."""
    made: dict[str, Flask] = {}

    def make(kind: str) -> Flask:
        if kind not in made:
            made[kind] = migrated(_database(kind, tmp_path_factory), tmp_path_factory.mktemp("data"))
        return made[kind]

    yield make
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


def _database(kind: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    if kind == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp(kind) / 'test.db'}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return postgres.create_database(f"test_{worker}_{os.getpid()}")


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, new_app: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on an empty database, with its context open and its clock at NOON."""
    app = new_app(request.param)
    clock.start_at(NOON)
    with app.app_context():
        yield app
        db.session.rollback()
        empty_database()
        db.session.remove()
        turned_away.init_app(app)
        reputation.init_app(app)
    clock.start_at(None)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """A small organisation; see tests/cast.py."""
    return Cast(app)
