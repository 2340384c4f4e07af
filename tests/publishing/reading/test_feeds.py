"""All formats tell the same, the same way, every time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from studyhub.publishing.feed import Feed, NaiveTime
from studyhub.publishing.feed_writer import write_atom, write_rss
from studyhub.publishing.json_feed import write_json
from tests.publishing.reading.feeds import (
    NAMESPACES,
    NOON,
    SITE,
    Seen,
    a_feed,
    an_item,
    atom_by_atoma,
    atom_by_lxml,
    by_feedparser,
    by_json,
    rss_by_atoma,
    rss_by_lxml,
)
from tests.publishing.rules import assert_valid_atom, assert_valid_json, assert_valid_rss

Writer = Callable[[Feed], bytes]
Parser = Callable[[bytes], list[Seen]]

WRITERS = [write_rss, write_atom, write_json]
READINGS: list[tuple[Writer, Parser]] = [
    (write_rss, by_feedparser),
    (write_rss, rss_by_atoma),
    (write_rss, rss_by_lxml),
    (write_atom, by_feedparser),
    (write_atom, atom_by_atoma),
    (write_atom, atom_by_lxml),
    (write_json, by_json),
]
HOSTILE_TITLES = [
    "bell\x07 and null\x00",
    "<script>alert(1)</script>",
    "]]> & &amp; <b>",
    "絵文字 🦆👩‍👩‍👧‍👦",
    "half of an emoji \ud83e",
    "\ufffe\uffff",
    "\x01\x02",
    "turned \u202e around",
    "長い" * 5_000,
]


def assert_valid(feed: Feed) -> None:
    assert_valid_rss(write_rss(feed))
    assert_valid_atom(write_atom(feed))
    assert_valid_json(write_json(feed))


@pytest.mark.parametrize(("write", "parse"), READINGS)
def test_every_parser_reads_every_item_as_given(write: Writer, parse: Parser) -> None:
    items = [an_item(1), an_item(2), an_item(3)]

    read = parse(write(a_feed(*items)))

    assert read == [Seen(item.id, item.url, item.title, item.html, item.published) for item in items]


def test_feed_with_items_is_valid_in_every_format() -> None:
    assert_valid(a_feed(an_item(1), an_item(2)))


def test_feed_without_items_is_valid_in_every_format() -> None:
    assert_valid(a_feed())


@pytest.mark.parametrize("write", WRITERS)
def test_feed_is_the_same_bytes_every_time(write: Writer) -> None:
    feed = a_feed(an_item(1), an_item(2))

    assert write(feed) == write(feed)


@pytest.mark.parametrize("write", WRITERS)
def test_feed_without_items_takes_its_date_from_the_feed_alone(write: Writer) -> None:
    written = write(a_feed(updated=NOON))

    assert written == write(a_feed(updated=NOON))
    assert b"2026-05-14T03:00:00+00:00" in write_atom(a_feed(updated=NOON))


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_hostile_title_leaves_every_format_valid_and_alike(title: str) -> None:
    hostile = an_item(title=title, summary=title, authors=(title, "Aki"), tags=(title, "SRE"))
    feed = a_feed(hostile, an_item(2), title=title, description=title)

    assert_valid(feed)

    titles = [[seen.title for seen in parse(write(feed))] for write, parse in READINGS]
    assert titles == [titles[0]] * len(READINGS)


def test_title_with_markup_is_read_as_the_text_it_is() -> None:
    feed = a_feed(an_item(title="<script>alert(1)</script> &amp; ]]>"))

    titles = {parse(write(feed))[0].title for write, parse in READINGS}

    assert titles == {"<script>alert(1)</script> &amp; ]]>"}


@given(st.text(), st.text())
def test_any_text_is_carried_alike_by_every_format(title: str, prose: str) -> None:
    feed = a_feed(an_item(title=title, html=f"<p>{prose.replace('&', '&amp;').replace('<', '&lt;')}</p>"))

    assert_valid_rss(write_rss(feed))
    assert_valid_atom(write_atom(feed))
    assert rss_by_lxml(write_rss(feed)) == atom_by_lxml(write_atom(feed)) == by_json(write_json(feed))


@pytest.mark.parametrize(("write", "parse"), READINGS)
def test_footnote_anchors_lead_to_the_notes_page(write: Writer, parse: Parser) -> None:
    html = (
        '<p>分布<sup><a href="#fn1">[1]</a></sup> <a href="../2/">前回</a> <img src="/a.png?x=1&amp;y=2" alt="図"></p>'
    )

    read = parse(write(a_feed(an_item(7, html=html))))

    assert read[0].html == (
        f'<p>分布<sup><a href="{SITE}/notes/7/#fn1">[1]</a></sup> <a href="{SITE}/notes/2/">前回</a> '
        f'<img src="{SITE}/a.png?x=1&amp;y=2" alt="図"></p>'
    )


def test_edit_changes_the_items_update_but_neither_place_nor_publication() -> None:
    edited = an_item(2, updated=NOON + timedelta(hours=1), title="改題", url=f"{SITE}/notes/renamed/")
    before = a_feed(an_item(1), an_item(2))
    after = a_feed(an_item(1), edited)

    for write, parse in READINGS:
        old, new = parse(write(before))[1], parse(write(after))[1]
        assert new == replace(old, title="改題", url=f"{SITE}/notes/renamed/")
    assert json.loads(write_json(after))["items"][1]["date_modified"] == "2026-05-14T04:00:00+00:00"


def test_next_page_is_told_by_atom_and_json_only() -> None:
    feed = a_feed(an_item(), next_url=f"{SITE}/feeds/notes.xml?before=51")

    atom = etree.fromstring(write_atom(feed))

    assert atom.xpath("string(atom:link[@rel='next']/@href)", namespaces=NAMESPACES) == feed.next_url
    assert json.loads(write_json(feed))["next_url"] == feed.next_url
    assert b"before=51" not in write_rss(feed)


def test_last_page_leads_nowhere() -> None:
    feed = a_feed(an_item())

    assert b'rel="next"' not in write_atom(feed)
    assert "next_url" not in json.loads(write_json(feed))


def test_pages_of_one_feed_share_its_id() -> None:
    first = etree.fromstring(write_atom(a_feed(an_item(1))))
    second = etree.fromstring(write_atom(a_feed(an_item(2), self_url=f"{SITE}/feeds/notes.xml?before=51")))

    ids = [feed.findtext("atom:id", "", NAMESPACES) for feed in (first, second)]

    assert ids == [f"{SITE}/feeds/notes.xml"] * 2


def test_home_link_is_the_page_and_never_the_feed() -> None:
    feed = a_feed(an_item(), next_url=f"{SITE}/feeds/notes.xml?before=51")

    assert etree.fromstring(write_rss(feed)).findtext("channel/link") == f"{SITE}/notes/"
    assert json.loads(write_json(feed))["home_page_url"] == f"{SITE}/notes/"


def test_item_whose_people_agreed_to_no_name_has_none() -> None:
    feed = a_feed(an_item(authors=()))

    assert etree.fromstring(write_rss(feed)).find("channel/item/dc:creator", NAMESPACES) is None
    assert "authors" not in json.loads(write_json(feed))["items"][0]
    assert_valid(feed)


@pytest.mark.parametrize("write", WRITERS)
def test_time_without_offset_is_refused(write: Writer) -> None:
    feed = a_feed(an_item(published=datetime(2026, 5, 14)))  # noqa: DTZ001 -- that is what is refused

    with pytest.raises(NaiveTime):
        write(feed)
