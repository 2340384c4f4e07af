"""Migrations: one head, equal to the models, up and down again with rows in the tables, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from studyhub import schema
from studyhub.config import ROOT
from studyhub.db import db
from studyhub.migrating import downgrade, upgrade
from tests.cast import Cast


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
