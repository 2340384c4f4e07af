"""Connections for long work: none is kept, and none has the limits that a page has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from studyhub.db import reading
from studyhub.outages.limits import CONNECT_SECONDS

# By which a restore tells its own connections from others.
NAME = "studyhub backup"
WITHOUT_LIMITS = (
    "SET statement_timeout = 0",
    "SET lock_timeout = 0",
    "SET idle_in_transaction_session_timeout = 0",
)


def for_long_work(database_url: str, *, schema: str | None = None) -> Engine:
    """An engine whose connections see the tables of one schema, on PostgreSQL; None is that of everybody."""
    if database_url.startswith("sqlite"):
        return create_engine(database_url, poolclass=NullPool, hide_parameters=True)
    engine = create_engine(
        database_url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": NAME},
    )
    statements = [*WITHOUT_LIMITS, *([f"SET search_path = {schema}"] if schema else [])]

    # First of all listeners: SQLAlchemy looks at once which schema a connection is in.
    @event.listens_for(engine, "connect", insert=True)
    def _prepare(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        for statement in statements:
            connection.execute(statement)
        connection.autocommit = False

    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection whose statements all see the same moment, while others go on writing."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with reading(), engine.connect().execution_options(**options) as connection:
        yield connection
