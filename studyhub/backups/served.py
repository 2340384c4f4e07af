"""Exchanging the tables in PostgreSQL: the new ones are made in a schema of their own, and change places with the
present ones in one transaction. These are kept in a dated schema.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, inspect, select, text

from studyhub.backups.engines import NAME, for_long_work
from studyhub.backups.portable import REVISIONS
from studyhub.backups.refused import Refused
from studyhub.db import db
from studyhub.people.models import User
from studyhub.settings.models import Organization

UNFINISHED = "studyhub_restoring"
# Our own connection that keeps others from starting.
HOLDS_THE_LOCK = 1
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND application_name <> :own
"""


def exchange(database_url: str, prepare: Callable[[Engine], None], *, replace: bool, now: datetime) -> str | None:
    """Put prepared tables in the place of the present ones; hand back the schema that keeps those. Raises Refused."""
    engine = for_long_work(database_url)
    with engine.begin() as connection:
        _refuse_running(connection)
        if not replace and _is_used(connection):
            raise Refused(
                "There is an organisation in this database: with --replace its tables are kept in a dated schema."
            )
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {UNFINISHED} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {UNFINISHED}")
    try:
        prepare(for_long_work(database_url, schema=UNFINISHED))
        with engine.begin() as connection:
            _refuse_running(connection)
            return _change_places(connection, f"before_restore_{now:%Y%m%dt%H%M%S}")
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {UNFINISHED} CASCADE")


def _refuse_running(connection: Connection) -> None:
    others = (connection.scalar(text(OTHERS), {"own": NAME}) or 0) - HOLDS_THE_LOCK
    if others > 0:
        raise Refused(
            f"{others} other programs are connected to this database: stop every server, worker and database prompt."
        )


def _is_used(connection: Connection) -> bool:
    """Whether there is an organisation or a person, and not only the tables of a first start."""
    present = set(inspect(connection).get_table_names())
    used = [model for model in (Organization, User) if model.__tablename__ in present]
    return any(connection.scalar(select(model.id).limit(1)) is not None for model in used)


def _change_places(connection: Connection, kept: str) -> str | None:
    inspector = inspect(connection)
    schema = inspector.default_schema_name
    new = inspector.get_table_names(UNFINISHED)
    # Those of another revision too, but no other program's.
    old = [name for name in inspector.get_table_names() if name in {*new, *db.metadata.tables, REVISIONS}]
    if old:
        connection.exec_driver_sql(f"CREATE SCHEMA {kept}")
    for name in old:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" SET SCHEMA {kept}')
    for name in new:
        connection.exec_driver_sql(f'ALTER TABLE {UNFINISHED}."{name}" SET SCHEMA "{schema}"')
    return kept if old else None
