import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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


def test_a_migration_is_noted_with_where_it_led(new_app: NewApp, caplog: pytest.LogCaptureFixture) -> None:
    app = new_app()
    with app.app_context():
        migrating.upgrade("0001")
    caplog.set_level("INFO", "studyhub.migrations")

    with app.app_context():
        migrating.upgrade("0002")

    assert [record.getMessage()[:26] for record in caplog.records] == ["Migrated from 0001 to 0002"]
