"""Real feed readers subscribe to the real application."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from flask import Flask

from studyhub.db import db
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import release_queries, releasing
from studyhub.people.models import OutsideName
from tests.answering import answering
from tests.cast import NOON, Cast
from tests.publishing.reading.feedsmith import by_feedsmith
from tests.publishing.reading.test_newsboat import Reader
from tests.publishing.rules import assert_valid_atom, assert_valid_json, assert_valid_rss
from tests.publishing.served import FORMATS, approved, edited, hours, my, released, shared
from tests.tools import require_tool


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of a real server in front of the application."""
    with answering(app) as server:
        yield f"http://127.0.0.1:{server.effective_port}"


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


@pytest.mark.parametrize("form", FORMATS)
def test_authors_tags_and_summaries_reach_readers_as_they_stand_on_the_page(cast: Cast, form: str) -> None:
    cast.aki.outside_name = OutsideName.REAL
    note = shared(cast)
    edited_by_aki(cast, note)
    tagging.change(note, "", "監視, SLO, C#")
    approved(cast, note, hours(2))

    body = cast.browser().get(f"/feeds/notes.{form}").data

    read = by_feedsmith(body)
    assert (read.format, read.authors) == (form, ["Example"])
    [item] = read.items
    assert (item["id"], item["authors"]) == (note.uid, ["Aki", "参加者の一人"])
    assert item["tags"] == ["監視", "SLO", "C#"]
    {"rss": assert_valid_rss, "atom": assert_valid_atom, "json": assert_valid_json}[form](body)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_names_the_organisation_and_whoever_wrote(cast: Cast, form: str) -> None:
    note = shared(cast)
    tagging.change(note, "", "監視, SLO")
    approved(cast, note, hours(2))

    read = feedparser.parse(cast.browser().get(f"/feeds/notes.{form}").data)

    [entry] = read.entries
    assert not read.bozo
    assert (read.feed.author, entry.author) == ("Example", "参加者の一人")
    assert [tag.term for tag in entry.tags] == ["監視", "SLO"]
    assert entry.summary == "平均ではなく「分布」で見る。脚注つき。"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_newsboat_names_whoever_wrote(cast: Cast, site: str, tmp_path: Path, form: str) -> None:
    released(cast)
    reader = Reader(require_tool("newsboat"), tmp_path, [f"{site}/feeds/notes.{form}"])

    reader.fetch()

    with closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        assert cache.execute("SELECT title, author FROM rss_item").fetchall() == [("ノート 1", "参加者の一人")]


@pytest.mark.parametrize("form", FORMATS)
def test_every_state_of_a_feed_is_valid_and_read(cast: Cast, form: str) -> None:
    valid = {"rss": assert_valid_rss, "atom": assert_valid_atom, "json": assert_valid_json}[form]
    browser, address = cast.browser(), f"/feeds/notes.{form}"
    states: list[list[str]] = []

    def look() -> None:
        body = browser.get(address).data
        valid(body)
        states.append([item["title"] for item in by_feedsmith(body).items])

    look()
    release = released(cast)
    look()
    edited(cast, release.note, "新しい文章", at=hours(3), title="新しい題")
    look()
    approved(cast, release.note, hours(4))
    look()
    releasing.retract(latest(release), by=cast.editor, now=hours(5))
    look()

    assert states == [[], ["ノート 1"], ["ノート 1"], ["新しい題"], []]


def edited_by_aki(cast: Cast, note: Note) -> None:
    head = note.head
    assert head is not None
    writing.edit(note, head, note.title, "二人で書いた文章", by=cast.aki, now=hours(1.5))


def latest(release: Release) -> Release:
    found = release_queries.outside(release.note)
    assert found is not None
    return found
