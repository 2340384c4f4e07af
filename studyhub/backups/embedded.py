"""Exchanging the embedded database: the new one is made beside it and takes its name when it is whole."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from studyhub.backups.engines import for_long_work
from studyhub.backups.refused import Refused
from studyhub.config import Settings
from studyhub.files.private_files import COPIES, FILE_MODE, FOLDER_MODE
from studyhub.server import running

BESIDE = ("-wal", "-shm", "-journal")


def exchange(settings: Settings, database: Path, prepare: Callable[[Engine], None], *, now: datetime) -> str | None:
    """Put a prepared database in the place of the present one, and hand back where that is kept. Raises Refused."""
    unfinished = database.with_name(f"{database.name}.restoring")
    try:
        with running.nobody_else(settings):
            _remove(unfinished)
            unfinished.touch(FILE_MODE)
            prepare(for_long_work(f"sqlite:///{unfinished}"))
            kept = _set_aside(database, settings.data / COPIES, now)
            unfinished.replace(database)
    except running.StillRunning:
        raise Refused("StudyHub runs on this database: stop the server and every worker first.") from None
    finally:
        _remove(unfinished)
    return str(kept) if kept else None


def _set_aside(database: Path, folder: Path, now: datetime) -> Path | None:
    """Move the present database away with what SQLite keeps beside it, so that it can be moved back."""
    if not database.exists():
        _remove(database)
        return None
    folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
    _empty_log(database)
    kept = folder / f"before-restore-{now:%Y%m%dT%H%M%S}.db"
    if kept.exists():
        raise Refused(f"{kept} is there already: wait a second and try again.")
    # What is not in the database yet goes with it: left behind, SQLite would read it into the restored one.
    for suffix in (*BESIDE, ""):
        path = Path(f"{database}{suffix}")
        if path.exists():
            path.replace(f"{kept}{suffix}")
            Path(f"{kept}{suffix}").chmod(FILE_MODE)
    return kept


def _empty_log(database: Path) -> None:
    """Bring what lies beside the database into it; one that is broken is moved as it is."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return


def _remove(database: Path) -> None:
    for suffix in (*BESIDE, ""):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
