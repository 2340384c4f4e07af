"""Databases with all their tables: made by the migrations once in a run, and copied since.

For tests that ask what is done with tables, not how they came to be: migrating takes longer than most of those.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url

from studyhub.migrating import upgrade
from tests import postgres

TEMPLATE = "with_tables"


def give_tables(database_url: str) -> None:
    """Give an empty database its tables. On PostgreSQL it is created anew, so nobody may be connected to it."""
    url = make_url(database_url)
    assert url.database
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(file_with_tables(), url.database)
        return
    template = postgres.template_database(TEMPLATE, _migrate)
    postgres.drop_database(url.database)
    postgres.create_database(url.database, template)


def data_folder(folder: Path) -> Path:
    """A data folder as an earlier start has left it: the embedded database has its tables, and nobody in it yet."""
    folder.mkdir()
    shutil.copyfile(file_with_tables(), folder / "studyhub.db")
    return folder


def file_with_tables() -> Path:
    """A migrated file of SQLite, to be copied."""
    return made_once(f"{TEMPLATE}.db", lambda file: _migrate(f"sqlite:///{file}"))


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A file of the run's folder; the first process that asks makes it."""
    file = postgres.run_folder() / name
    with postgres.once(name) as is_first:
        if is_first:
            file.unlink(missing_ok=True)
            make(file)
    return file


def _migrate(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    upgrade(engine=engine)
    engine.dispose()
