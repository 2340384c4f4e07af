"""What makes a feed valid: RFC 4287's structure, and the RSS and JSON Feed specifications as a list of rules."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from tests.publishing.reading.feeds import DATA, NAMESPACES

ATOM_SCHEMA = etree.RelaxNG(etree.parse(DATA / "atom.rng"))
CHANNEL_ONCE = {"title", "link", "description", "language", "lastBuildDate", "generator", "docs"}
ITEM_ONCE = {"title", "link", "description", "guid", "pubDate"}
ABSOLUTE = re.compile(r"(https?|mailto):")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ADDRESSES = re.compile(r'(?:href|src)="([^"]*)"')


def assert_valid_atom(body: bytes) -> None:
    feed = etree.fromstring(body)
    ATOM_SCHEMA.assertValid(feed)
    assert _all(feed, "atom:author/atom:name/text()")
    assert _all(feed, "atom:link[@rel='self']/@type") == ["application/atom+xml"]
    assert len(_all(feed, "atom:link[@rel='alternate']")) == 1
    for entry in feed.iterfind("atom:entry", NAMESPACES):
        assert_item(_text(entry, "atom:id"), _text(entry, "atom:title"), _text(entry, "atom:content"))
        assert len(_all(entry, "atom:link")) == 1
        assert _all(entry, "atom:content/@type") == ["html"]


def assert_valid_rss(body: bytes) -> None:
    rss = etree.fromstring(body)
    assert (rss.tag, rss.get("version"), len(rss)) == ("rss", "2.0", 1)
    channel = rss[0]
    _assert_each_once(channel, CHANNEL_ONCE)
    assert parsedate_to_datetime(_text(channel, "lastBuildDate")).tzinfo
    assert _all(channel, "atom:link/@rel") == ["self"]
    assert _all(channel, "atom:link/@type") == ["application/rss+xml"]
    for item in channel.iterfind("item"):
        _assert_each_once(item, ITEM_ONCE)
        assert_item(_text(item, "guid"), _text(item, "title"), _text(item, "content:encoded"))
        assert _all(item, "guid/@isPermaLink") == ["false"]
        assert parsedate_to_datetime(_text(item, "pubDate")).tzinfo
        assert not _all(item, "author")


def assert_valid_json(body: bytes) -> None:
    feed = json.loads(body.decode("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["language"]
    assert [bool(author["name"].strip()) for author in feed["authors"]] == [True]
    assert all(ABSOLUTE.match(feed[key]) for key in ("home_page_url", "feed_url"))
    for item in feed["items"]:
        assert_item(item["id"], item["title"], item["content_html"])
        assert ABSOLUTE.match(item["url"])
        assert item["summary"]
        assert all(datetime.fromisoformat(item[key]).tzinfo for key in ("date_published", "date_modified"))
        assert all(author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))


def assert_item(item_id: str, title: str, html: str) -> None:
    assert URN.fullmatch(item_id)
    assert title.strip()
    assert all(ABSOLUTE.match(address) for address in ADDRESSES.findall(html))
    assert not re.search(r"<(script|style|form|iframe)\b", html)


def _assert_each_once(element: Any, names: set[str]) -> None:
    found = [child.tag for child in element if child.tag in names]
    assert sorted(found) == sorted(names)
    assert all(_text(element, name).strip() for name in names)


def _text(element: Any, path: str) -> str:
    return str(element.findtext(path, "", NAMESPACES))


def _all(element: Any, path: str) -> list[str]:
    return [str(found) for found in element.xpath(path, namespaces=NAMESPACES)]
