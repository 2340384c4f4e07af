"""What PostgreSQL has prepared for a page is there for the next reader, too."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from studyhub.db import db
from tests.outages.hours import Second

pytestmark = pytest.mark.parametrize("place", ["postgresql"], indirect=True)

# psycopg prepares what it has asked more often than five times.
OFTEN = 7
ASKED = "SELECT 4021 + :more"
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%4021%' AND name <> ''")


@pytest.fixture
def connection(here: Second) -> Iterator[Connection]:
    """A connection of the second application, as its pool gives it."""
    with here.app.app_context(), db.engine.connect() as connection:
        yield connection


def read(connection: Connection, times: int = OFTEN) -> None:
    """As so many pages that only read."""
    for more in range(times):
        assert connection.scalar(text(ASKED), {"more": more}) == 4021 + more
        connection.rollback()


def prepared(connection: Connection) -> int:
    return int(connection.execute(PREPARED).scalar_one())


def test_what_a_page_has_read_often_stays_prepared_when_it_ends(connection: Connection) -> None:
    read(connection)

    assert prepared(connection) == 1


def test_after_a_failure_everything_is_prepared_anew(connection: Connection) -> None:
    read(connection)

    with pytest.raises(SQLAlchemyError):
        connection.execute(text("SELECT 1 / 0"))
    connection.rollback()
    connection.execute(text("SELECT 1"))

    assert prepared(connection) == 0
    read(connection)
    assert prepared(connection) == 1


def test_a_table_that_was_never_made_is_missing_and_nothing_else(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE passing (id integer)"))
    for _ in range(OFTEN):
        connection.execute(text("SELECT id FROM passing"))
    connection.rollback()

    with pytest.raises(SQLAlchemyError, match="passing"):
        connection.execute(text("SELECT id FROM passing"))
    connection.rollback()
    read(connection)


def change(statement: str) -> None:
    """As another program changes tables."""
    with db.engine.begin() as other:
        other.execute(text(statement))


@pytest.fixture
def _growing(connection: Connection) -> Iterator[None]:
    change("CREATE TABLE growing AS SELECT 1 AS id")
    yield
    connection.rollback()
    change("DROP TABLE growing")


@pytest.mark.usefixtures("_growing")
def test_what_another_program_changed_fails_once_and_is_then_read_anew(connection: Connection) -> None:
    for _ in range(OFTEN):
        connection.execute(text("SELECT id FROM growing"))
        connection.rollback()
    change("ALTER TABLE growing ALTER id TYPE bigint")

    with pytest.raises(SQLAlchemyError, match="cached plan"):
        connection.execute(text("SELECT id FROM growing"))
    connection.rollback()

    assert connection.scalar(text("SELECT id FROM growing")) == 1
