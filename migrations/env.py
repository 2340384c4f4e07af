"""How migrations meet the database: the application's own engine and models, tables rebuilt where SQLite must."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from studyhub.db import UtcDateTime, db


def run_migrations() -> None:
    """Bring the application's database to the revision asked for."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        # SQLite rebuilds a table by dropping it, which would take the rows that refer to it along.
        # The driver's connection is told directly: inside a transaction SQLite ignores this pragma.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            migrate(connection)
            refuse_dangling_references(connection)
        finally:
            connection.rollback()
            driver.execute("PRAGMA foreign_keys = ON")


def migrate(connection: Connection) -> None:
    """Run the migrations, each in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
        render_item=render_item,
        process_revision_directives=drop_empty_revision,
    )
    with context.begin_transaction():
        context.run_migrations()


def refuse_dangling_references(connection: Connection) -> None:
    """Fail loudly when a migration left a row that refers to nothing."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        raise RuntimeError(f"Migrations left {len(dangling)} rows that refer to nothing, first {dangling[0]}")


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our time type as what it is in the database: migrations must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def drop_empty_revision(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no migration file when nothing changed."""
    if directives and directives[0].upgrade_ops and directives[0].upgrade_ops.is_empty():
        directives.clear()


if context.is_offline_mode():
    raise SystemExit("Migrations look at the rows they change: run them on a database, not into a file.")
run_migrations()
