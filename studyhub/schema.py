"""Whether the database's tables are those this code expects, and how they get there."""

import ast
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from flask import Flask
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from studyhub import copies
from studyhub.config import ROOT, CannotStart, Settings
from studyhub.db import db, reading
from studyhub.files.private_files import COPIES, open_lock

# Any number will do, as long as every StudyHub takes the same.
POSTGRES_LOCK = 7_783_948_201


class DatabaseIsNewer(CannotStart):
    """The database was last used by a newer StudyHub."""


class DatabaseUnreachable(CannotStart):
    """Nobody answers at DATABASE_URL, or not for us."""


def bring_up_to_date(app: Flask, settings: Settings, *, now: datetime) -> None:
    """Run the migrations that are missing; an embedded database is copied aside first.

    Several processes may start at once: one migrates, the others wait. Raises DatabaseIsNewer, DatabaseUnreachable.
    """
    with app.app_context():
        _reach(settings)
        with alone(settings):
            _migrate(settings, now)


def is_up_to_date() -> bool:
    """Whether the database holds exactly the tables this code expects. Needs an application context."""
    with reading(), db.engine.connect() as connection:
        return revisions(connection) == expected_revisions()


@cache
def expected_revisions() -> frozenset[str]:
    """The newest revisions among the migrations (one, unless two were written side by side)."""
    known = _migrations()
    return frozenset(known.keys() - {older for followed in known.values() for older in followed})


def known_revisions() -> frozenset[str]:
    """Every revision that this code can make tables of."""
    return frozenset(_migrations())


@cache
def _migrations() -> dict[str, tuple[str, ...]]:
    """Every migration's revision with those it follows, as its file says in two lines: that needs no Alembic."""
    found = {}
    for file in (ROOT / "migrations" / "versions").glob("*.py"):
        revision, followed = map(ast.literal_eval, _REVISIONS.findall(file.read_text(encoding="utf-8")))
        found[revision] = followed if isinstance(followed, tuple) else (followed,) if followed else ()
    return found


_REVISIONS = re.compile(r"^(?:down_)?revision = (.+)$", re.MULTILINE)


def _reach(settings: Settings) -> None:
    try:
        db.engine.connect().close()
    except DBAPIError as error:
        raise DatabaseUnreachable(_where(settings)) from error


def _migrate(settings: Settings, now: datetime) -> None:
    with reading(), db.engine.connect() as connection:
        present = revisions(connection)
    folder = settings.data / COPIES
    if present == expected_revisions():
        copies.note_finished_upgrade(folder)
        return
    refuse_unknown(present)
    if settings.embedded_database is not None and present:
        copies.copy_aside(settings.embedded_database, folder, revision="-".join(sorted(present)), now=now)
    from studyhub import migrating  # noqa: PLC0415 -- most starts need no Alembic, and its memory less

    migrating.upgrade()
    copies.note_finished_upgrade(folder)


def revisions(connection: Connection) -> frozenset[str]:
    """The revisions of the tables there are; none when there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return frozenset()
    return frozenset(connection.scalars(text("SELECT version_num FROM alembic_version")))


def refuse_unknown(present: frozenset[str]) -> None:
    """Raise DatabaseIsNewer for revisions of a newer StudyHub."""
    if unknown := present - _migrations().keys():
        raise DatabaseIsNewer(
            f"The database was last used by a newer StudyHub (revision {', '.join(sorted(unknown))}): "
            "update StudyHub, or restore an older copy of the database."
        )


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold a lock that every starting StudyHub of the same database takes."""
    if settings.embedded_database is None:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": POSTGRES_LOCK})
            # The lock is the connection's: an idle transaction would be ended before long work is.
            connection.commit()
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": POSTGRES_LOCK})
                connection.commit()
        return
    lock = open_lock(settings.data / "migrating")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _where(settings: Settings) -> str:
    if settings.embedded_database is not None:
        return f"The database {settings.embedded_database} cannot be used: check that it is a database and writable."
    return "The database named by DATABASE_URL does not answer: check that it runs, its address, user and password."
