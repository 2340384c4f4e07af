"""How migrations meet the database: the application's own engine and models, tables rebuilt where SQLite must."""

import logging
import time
from collections.abc import Callable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from studyhub.column_types import UtcDateTime
from studyhub.db import db

log = logging.getLogger("studyhub.migrations")


def run_migrations() -> None:
    """Bring the application's database, or the one that was handed in, to the revision asked for."""
    engine = context.config.attributes.get("engine") or db.engine
    with engine.connect() as connection:
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
        on_version_apply=steps_logged(),
    )
    with context.begin_transaction():
        context.run_migrations()


def steps_logged() -> Callable[..., None]:
    """What notes each step in the log: from where, to where, and how long it took."""
    began = time.perf_counter()

    def note(*, step: Any, **_further: Any) -> None:
        nonlocal began
        took, began = time.perf_counter() - began, time.perf_counter()
        older, newer = (
            ", ".join(found) or "base" for found in (step.source_revision_ids, step.destination_revision_ids)
        )
        facts = {"from": older, "to": newer, "seconds": round(took, 3)}
        log.info("Migrated from %s to %s in %.1f s", older, newer, took, extra={"event": facts})

    return note


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
