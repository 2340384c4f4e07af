"""A real reader subscribes, the note is renamed and moved, and the reader still has it once."""

import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from studyhub.publishing.feed_writer import write_atom, write_rss
from tests.publishing.reading.feeds import SITE, a_feed, an_item
from tests.tools import require_tool


@pytest.fixture
def newsboat() -> str:
    return require_tool("newsboat")


class Publisher(ThreadingHTTPServer):
    """Serves `body` at every address."""

    media_type = "application/rss+xml"
    body = b""


class _Answer(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{self.server.media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing: the test's output is not the place."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher(("127.0.0.1", 0), _Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Reader:
    """newsboat with a folder of its own, subscribed to the given addresses."""

    def __init__(self, program: str, folder: Path, addresses: list[str]) -> None:
        self.program, self.folder = program, folder
        (folder / "urls").write_text("\n".join(addresses) + "\n", encoding="utf-8")

    def fetch(self) -> None:
        options = ["-u", "urls", "-c", "cache.db", "-C", os.devnull, "-x", "reload"]
        subprocess.run(
            [self.program, *options],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            check=True,
            timeout=60,
        )

    def items(self) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            return cache.execute("SELECT guid, title, url, content FROM rss_item ORDER BY guid").fetchall()


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_renamed_and_moved_note_stays_one_item_in_the_reader(
    newsboat: str, publisher: Publisher, tmp_path: Path, write: Any
) -> None:
    reader = Reader(newsboat, tmp_path, [f"http://127.0.0.1:{publisher.server_port}/notes"])
    other, note = an_item(2), an_item(1)
    renamed = an_item(1, title="改題 🦆 & <b>", url=f"{SITE}/notes/renamed/")
    publisher.body = write(a_feed(note, other))
    reader.fetch()

    publisher.body = write(a_feed(renamed, other))
    reader.fetch()

    read = [(guid, url, content) for guid, _title, url, content in reader.items()]
    assert read == [(renamed.id, renamed.url, renamed.html), (other.id, other.url, other.html)]
    assert reader.items()[0][1].startswith("改題 🦆 &")


def test_note_in_two_feeds_has_the_same_id_in_the_reader(newsboat: str, publisher: Publisher, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{publisher.server_port}"
    reader = Reader(newsboat, tmp_path, [f"{base}/notes", f"{base}/circles/sre/notes"])
    publisher.body = write_atom(a_feed(an_item(1)))

    reader.fetch()

    assert {guid for guid, *_rest in reader.items()} == {an_item(1).id}
