"""Pages of a large organisation ask no more than those of a small one, and read no table from end to end.

The organisations are those that are measured; what is measured is in docs/benchmarks.md.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from benchmarks import asking
from benchmarks.asking import PAGES, Asked
from benchmarks.databases import Databases, settings_for
from benchmarks.on_call_pages import ON_CALL
from benchmarks.sizes import NOW, SIZES
from studyhub import clock, create_app
from studyhub.db import db, reading
from studyhub.web.answers.file_answers import Sessions

INBOX = Asked("inbox", "/inbox/", 0, 0, has_floor=False)
ASKED = {page.path: page for page in (*PAGES, *ON_CALL, INBOX) if page.method == "GET" and not page.is_conditional}
# Those that show as many rows of a large organisation, or of ten years on call.
LOOKED_AT = [page for page in ASKED.values() if page.grows_from]
# What a table of these sizes may not be read by.
GROWING = (
    *("assignment", "attendance", "chapter", "meeting", "note", "participation", "release", "revision", "signup"),
    *("alert", "commitment", "pager_span", "shift", "swap", "swap_ask"),
)
# SQLite calls it a search, too, where it reads all rows for the least of them.
SCAN = re.compile(rf"(SCAN|SEARCH) ({'|'.join(GROWING)})\b(?! USING| EXISTS)")
# Along an index a table may be read from end to end, too. Figures begin with the first of all shifts, and stop there.
WALK = re.compile(rf"SCAN (?:{'|'.join(GROWING)})\b USING .*")
WALKED = {"figures of a year": {"SCAN shift USING INDEX sqlite_autoindex_shift_1"}}


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    made = {}
    databases = Databases(None)
    for name in ("S", "M"):
        folder = tmp_path_factory.mktemp(name)
        with databases.copy(SIZES[name], folder, print) as address:
            made[name] = create_app(settings_for(address, Path(folder)))
    clock.start_at(NOW)
    yield made
    clock.start_at(None)
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("page", ASKED.values(), ids=lambda page: page.name)
def test_page_asks_no_more_often_of_a_large_organisation(apps: dict[str, Flask], page: Asked) -> None:
    small, large = (statements(apps[name], page) for name in ("S", "M"))

    # Less where nothing that is shown is of the reader's own team.
    assert len(large) <= len(small)


@pytest.mark.parametrize("page", LOOKED_AT, ids=lambda page: page.name)
def test_page_reads_no_growing_table_whole(apps: dict[str, Flask], page: Asked) -> None:
    asked = statements(apps["M"], page)

    with apps["M"].app_context(), reading(), db.engine.connect() as connection:
        plans = [plan(connection, *one) for one in asked]

    assert [found for found in plans if SCAN.search(found)] == []
    assert {walk for found in plans for walk in WALK.findall(found)} == WALKED.get(page.name, set())


def statements(app: Flask, page: Asked) -> list[tuple[str, Any]]:
    """What the page asks the database, once everything that is kept between requests is kept."""
    get(app, page)
    with noted(app) as found:
        get(app, page)
    return found


def get(app: Flask, page: Asked) -> None:
    client = app.test_client()
    client.set_cookie("studyhub", asking.signed_session(Sessions()))
    assert client.get(page.path, headers={"Accept-Language": "ja"}).status_code == page.status


@contextmanager
def noted(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(connection: Connection, statement: str, parameters: Any) -> str:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return "\n".join([statement, *(row[3] for row in rows)])
