import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from studyhub import schema
from studyhub.db import db
from tests.cast import NOON, Cast
from tests.platform.conftest import migrated, settings_of


def test_migrations_have_one_head() -> None:
    assert len(schema.expected_revisions()) == 1


def test_migrations_match_the_models(empty_app: Flask) -> None:
    migrated(empty_app)

    with empty_app.app_context(), db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata) == []


def test_migrations_go_down_and_up_again_with_rows_in_the_tables(empty_app: Flask) -> None:
    migrated(empty_app)

    with empty_app.app_context():
        Cast(empty_app)
        db.session.remove()
        command.downgrade(schema.alembic_config(), "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        command.upgrade(schema.alembic_config(), "head")
        assert set(db.metadata.tables) < set(inspect(db.engine).get_table_names())


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
