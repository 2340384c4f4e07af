import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from studyhub import migrating, schema
from studyhub.db import db
from tests.cast import NOON
from tests.platform.conftest import NewApp, migrated, settings_of


def test_bring_up_to_date_copies_an_older_embedded_database_aside(new_app: NewApp, tmp_path: Path) -> None:
    app = new_app()
    with app.app_context():
        migrating.upgrade("0001")

    migrated(app)

    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "studyhub-0001-20261201T030000.db"
    with closing(sqlite3.connect(copy)) as read:
        assert read.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    with app.app_context():
        assert schema.is_up_to_date()


def test_bring_up_to_date_copies_nothing_when_there_is_nothing_to_do(new_app: NewApp, tmp_path: Path) -> None:
    migrated(migrated(new_app()))

    assert not (tmp_path / "backups").exists()


def test_bring_up_to_date_at_the_same_time_migrates_once(empty_app: Flask) -> None:
    def start(_number: int) -> None:
        schema.bring_up_to_date(empty_app, settings_of(empty_app), now=NOON)

    with ThreadPoolExecutor() as processes:
        assert list(processes.map(start, range(3))) == [None, None, None]

    with empty_app.app_context():
        assert schema.is_up_to_date()


def test_bring_up_to_date_refuses_tables_of_a_newer_version(empty_app: Flask) -> None:
    migrated(empty_app)
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'tomorrow'")

    with pytest.raises(schema.DatabaseIsNewer):
        schema.bring_up_to_date(empty_app, settings_of(empty_app), now=NOON)


def test_copy_aside_holds_what_was_committed_while_others_write(tmp_path: Path) -> None:
    database = tmp_path / "studyhub.db"
    with closing(sqlite3.connect(database)) as writer:
        writer.executescript("PRAGMA journal_mode = WAL; CREATE TABLE circle (name)")
        with writer:
            writer.execute("INSERT INTO circle VALUES ('SRE')")
        writer.execute("INSERT INTO circle VALUES ('not committed')")

        copy = schema.copy_aside(database, tmp_path / "backups", revision="0001", now=NOON)

    assert copy.name == "studyhub-0001-20261201T030000.db"
    with closing(sqlite3.connect(copy)) as read:
        assert read.execute("SELECT name FROM circle").fetchall() == [("SRE",)]


def test_copy_aside_keeps_the_newest_five(tmp_path: Path) -> None:
    database = tmp_path / "studyhub.db"
    sqlite3.connect(database).close()

    copies = [
        schema.copy_aside(database, tmp_path / "backups", revision="0001", now=NOON + timedelta(minutes=minute))
        for minute in range(7)
    ]

    assert sorted((tmp_path / "backups").iterdir()) == copies[2:]
