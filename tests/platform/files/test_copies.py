"""Copies from before an upgrade: whole, few, and the one that an unfinished upgrade began with stays."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from studyhub import copies, migrating, schema
from studyhub.db import db
from tests.cast import NOON
from tests.platform.conftest import NewApp, settings_of


def write(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as writer, writer:
        writer.execute("CREATE TABLE IF NOT EXISTS circle (name)")
        writer.execute("INSERT INTO circle VALUES (?)", (name,))


def test_copy_aside_holds_what_was_committed_while_others_write(tmp_path: Path) -> None:
    database = tmp_path / "studyhub.db"
    with closing(sqlite3.connect(database)) as writer:
        writer.executescript("PRAGMA journal_mode = WAL; CREATE TABLE circle (name)")
        with writer:
            writer.execute("INSERT INTO circle VALUES ('SRE')")
        writer.execute("INSERT INTO circle VALUES ('not committed')")

        copy = copies.copy_aside(database, tmp_path / "backups", revision="0001", now=NOON)

    assert (copy.name, copy.stat().st_mode & 0o777) == ("studyhub-0001-20261201T030000.db", 0o600)
    with closing(sqlite3.connect(copy)) as read:
        assert read.execute("SELECT name FROM circle").fetchall() == [("SRE",)]


def test_the_newest_five_are_kept_of_upgrades_that_ended_well(tmp_path: Path) -> None:
    database, folder = tmp_path / "studyhub.db", tmp_path / "backups"
    made = []
    for minute in range(7):
        write(database, f"circle {minute}")
        made.append(copies.copy_aside(database, folder, revision="0001", now=NOON + timedelta(minutes=minute)))
        copies.note_finished_upgrade(folder)

    assert sorted(folder.iterdir()) == made[2:]


def test_starts_that_change_nothing_make_one_copy(tmp_path: Path) -> None:
    database, folder = tmp_path / "studyhub.db", tmp_path / "backups"
    write(database, "SRE")

    made = {
        copies.copy_aside(database, folder, revision="0001", now=NOON + timedelta(minutes=minute))
        for minute in range(7)
    }

    assert made == set(folder.glob("*.db"))
    assert len(made) == 1


def test_work_done_between_two_failing_upgrades_is_kept_too(tmp_path: Path) -> None:
    database, folder = tmp_path / "studyhub.db", tmp_path / "backups"
    for minute in range(7):
        write(database, f"circle {minute}")
        copies.copy_aside(database, folder, revision="0001", now=NOON + timedelta(minutes=minute))

    assert len(list(folder.glob("*.db"))) == 7


def test_the_copy_from_before_an_upgrade_that_fails_at_every_start_stays(new_app: NewApp, tmp_path: Path) -> None:
    app = new_app()
    with app.app_context():
        migrating.upgrade("0001")
        with db.engine.begin() as connection:
            # A later migration makes this table.
            connection.exec_driver_sql("CREATE TABLE attempt (id INTEGER)")

    for minute in range(7):
        with pytest.raises(OperationalError):
            schema.bring_up_to_date(app, settings_of(app), now=NOON + timedelta(minutes=minute))
        # What a program between two starts changes.
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("INSERT INTO attempt VALUES (:minute)"), {"minute": minute})

    kept = sorted(path.name for path in (tmp_path / "backups").glob("*.db"))
    assert kept[0] == "studyhub-0001-20261201T030000.db"
    assert len(kept) == copies.KEPT
