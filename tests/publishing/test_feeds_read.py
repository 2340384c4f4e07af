"""Real feed readers subscribe to the real application."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from flask import Flask
from werkzeug.serving import make_server

from studyhub.db import db
from studyhub.notes import releasing
from tests.cast import NOON, Cast
from tests.publishing.served import approved, edited, my, released
from tests.publishing.test_newsboat import Reader
from tests.tools import require_tool


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of a real server in front of the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_is_told_when_nothing_changed_and_sees_a_withdrawal(cast: Cast, site: str, form: str) -> None:
    release = released(cast)
    address = f"{site}/feeds/notes.{form}"

    first = feedparser.parse(address)
    again = feedparser.parse(address, etag=first.etag, modified=first.modified)
    releasing.retract(release, by=cast.editor, now=NOON + timedelta(hours=2))
    db.session.commit()
    after = feedparser.parse(address, etag=first.etag, modified=first.modified)

    assert [entry.title for entry in first.entries] == ["ノート 1"]
    assert (again.status, again.entries) == (304, [])
    assert (after.status, after.entries) == (200, [])


def test_newsboat_shows_one_item_whatever_feeds_it_is_in_and_however_it_is_renamed(
    cast: Cast, site: str, tmp_path: Path
) -> None:
    note = released(cast).note
    private = my(cast.botan, "notes.atom")
    reader = Reader(require_tool("newsboat"), tmp_path, [f"{site}/feeds/notes.rss", f"{site}{private}"])
    reader.fetch()

    later = NOON + timedelta(hours=3)
    edited(cast, note, "新しい文章", at=later, title="新しい題")
    approved(cast, note, later)
    # The same organisation, now reached under another name.
    (tmp_path / "urls").write_text(f"{site.replace('127.0.0.1', 'localhost')}/feeds/notes.rss\n", encoding="utf-8")
    reader.fetch()

    assert {item[0] for item in reader.items()} == {note.uid}
