"""What was backed up from one database is the same in the other: rows, pages, feeds and calendars."""

import re
from pathlib import Path

import pytest
from flask import Flask

from studyhub import clock
from studyhub.backups import restoring, taking
from studyhub.backups.taking import Keys
from studyhub.db import db
from tests.backups.targets import application, empty_settings, rows
from tests.cast import NOON
from tests.conftest import DATABASES, SECRET_KEY
from tests.demo.browsing import browser
from tests.demo.conftest import Demo, demo, password_hash

__all__ = ["demo", "password_hash"]

ADDRESSES = (
    "/",
    "/circles/",
    "/notes/",
    "/notes/1/",
    "/meetings/1/",
    "/people/",
    "/feeds/",
    "/feeds/notes.rss",
    "/feeds/notes.atom",
    "/feeds/notes.json",
    "/calendar.ics",
)
# Signed with the moment it was asked for.
TOKEN = re.compile(rb'name="csrf_token" value="[^"]+"')


@pytest.mark.parametrize("kind", DATABASES)
def test_a_demo_is_the_same_in_either_database(demo: Demo, kind: str, tmp_path: Path) -> None:
    settings = demo.app.config["STUDYHUB_SETTINGS"]
    shown = answers(demo.app)
    db.session.commit()
    kept = rows(settings)
    file = tmp_path / "backup.zip"

    with empty_settings(kind, tmp_path / "other") as target, application(target) as app:
        made = taking.take(settings, file, keys=Keys(SECRET_KEY), now=NOON, say=print)
        restoring.restore(target, file, replace=False, now=NOON, say=print)

        assert rows(target) == kept
        assert made.row_count == sum(map(len, kept.values()))
        assert answers(app) == shown


def answers(app: Flask) -> list[tuple[str, int, bytes]]:
    """What a visitor and a member are answered."""
    found = []
    for email in (None, "miwa.kengo@example.com"):
        client = browser(app, email)
        for address in ADDRESSES:
            # Pages say what time it is.
            clock.start_at(NOON)
            found.append((address, client.get(address)))
    return [(address, answer.status_code, TOKEN.sub(b"", answer.data)) for address, answer in found]
