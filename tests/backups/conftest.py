"""Small installations on a database of their own, of either kind, with an organisation in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from studyhub.backups.engines import for_long_work
from studyhub.config import Settings
from tests.backups.targets import empty_settings
from tests.conftest import DATABASES
from tests.databases import give_tables

FOUND = text(
    "INSERT INTO organization (id, name, registration, domains, language, time_zone, feed_items, shows_presentations,"
    " stale_months, is_demo, created_at)"
    " VALUES (1, :name, 'invitation', '', 'ja', 'Asia/Tokyo', 50, false, 6, false, '2026-12-01 03:00:00+00:00')"
)


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a database without a table, in a data folder of its own."""
    with empty_settings(request.param, tmp_path / "data") as settings:
        yield settings


@pytest.fixture
def present(empty: Settings) -> Settings:
    """The same with its tables, and an organisation called Present."""
    found(empty, "Present")
    return empty


def found(settings: Settings, name: str) -> None:
    """Give the empty database its tables, and an organisation of that name."""
    give_tables(settings.database_url)
    with for_long_work(settings.database_url).begin() as connection:
        connection.execute(FOUND, {"name": name})
