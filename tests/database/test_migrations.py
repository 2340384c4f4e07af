"""Migrations: one head, equal to the models, up and down again with rows in the tables, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, inspect, select

from studyhub import schema
from studyhub.backups.engines import for_long_work
from studyhub.circles.models import Circle
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Meeting
from studyhub.migrating import downgrade, upgrade
from tests.backups.targets import empty_settings
from tests.cast import NOON, Cast
from tests.conftest import DATABASES
from tests.database.rows_of_revisions import add_rows, all_rows


@pytest.fixture(scope="module", autouse=True)
def _migrations_read_once() -> Iterator[None]:
    """Alembic reads all files anew for each of hundreds of steps, which takes a quarter of them."""
    read = scripts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", lambda _config: read)
        yield


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def test_migrations_have_one_head_which_the_start_knows() -> None:
    assert len(scripts().get_heads()) == 1
    assert schema.expected_revisions() == set(scripts().get_heads())


def test_migrations_match_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, db.metadata) == []


def test_every_migration_goes_down_and_up_with_rows_in_the_tables(cast: Cast) -> None:
    db.session.remove()

    try:
        for revision in scripts().walk_revisions():
            downgrade(str(revision.down_revision or "base"))
            upgrade(revision.revision)
            downgrade(str(revision.down_revision or "base"))
    finally:
        upgrade()

    tables = set(inspect(db.engine).get_table_names())
    assert tables == {*db.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("kind", DATABASES)
def test_rows_of_every_revision_survive_the_way_up_and_back(kind: str, tmp_path: Path) -> None:
    oldest_first = [script.revision for script in scripts().walk_revisions()][::-1]
    with empty_settings(kind, tmp_path / "data") as settings:
        engine = for_long_work(settings.database_url)
        before = {}
        for revision in oldest_first:
            upgrade(revision, engine=engine)
            with engine.begin() as connection:
                add_rows(connection)
            before[revision] = rows_in(engine)
        newest = rows_in(engine)

        for revision in oldest_first[::-1]:
            downgrade(revision, engine=engine)
            after = rows_in(engine)
            for table, rows in before[revision].items():
                assert set(rows) <= set(after[table]), (revision, table)
                assert len(after[table]) == len(newest[table]), (revision, table)


def rows_in(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return all_rows(connection)


def test_numbers_of_meetings_cancelled_before_they_were_kept_are_worked_out(cast: Cast) -> None:
    cancelling.cancel(cast.meetings[2], "Ill", Chapters.DROP, by=cast.aki, now=NOON)
    cancelling.cancel(cast.meetings[0], "Ill", Chapters.DROP, by=cast.aki, now=NOON)
    db.session.commit()
    db.session.remove()

    try:
        downgrade(str(scripts().get_revision("0019").down_revision))
    finally:
        upgrade()

    numbers = select(Meeting.number, Meeting.called_off_number).order_by(Meeting.starts_at)
    # The third was cancelled as such; since then the first one went, too.
    assert [tuple(row) for row in db.session.execute(numbers)] == [(None, 1), (1, None), (None, 2), (2, None)]


def test_circles_made_before_they_had_a_name_are_called_what_their_title_says(cast: Cast) -> None:
    cast.new_circle(cast.aki, title="SRE本 輪読会")
    db.session.commit()
    db.session.remove()

    try:
        downgrade(str(scripts().get_revision("0028").down_revision))
    finally:
        upgrade()

    named = db.session.execute(select(Circle.title, Circle.reading_name).order_by(Circle.id))
    assert [tuple(row) for row in named] == [("SRE", "dokushokai"), ("SRE本 輪読会", "rindokukai")]
