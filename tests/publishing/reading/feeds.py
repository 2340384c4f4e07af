"""Feeds to write, and what three parsers read from them."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import atoma
import feedparser
from lxml import etree

from studyhub.publishing.feed import Feed, FeedItem

DATA = Path(__file__).parents[2] / "data"
SITE = "https://study.example.com"
NOON = datetime(2026, 5, 14, 3, tzinfo=UTC)
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def an_item(number: int = 1, **changes: Any) -> FeedItem:
    """A released note; the higher the number, the older its publication."""
    published = NOON - timedelta(days=number)
    values: dict[str, Any] = {
        "id": f"urn:uuid:1225c695-cfb8-4ebb-aaaa-{number:012d}",
        "url": f"{SITE}/notes/{number}/",
        "title": f"SRE本輪読会 第{number}回",
        "html": f"<h2>{number}章</h2>\n<p>平均ではなく<strong>分布</strong>で見る。</p>",
        "summary": "平均ではなく分布で見る。",
        "published": published,
        "updated": published + timedelta(hours=2),
        "authors": ("Aki", "Botan"),
        "tags": ("SRE", "C#"),
    }
    return FeedItem(**(values | changes))


def a_feed(*items: FeedItem, **changes: Any) -> Feed:
    values: dict[str, Any] = {
        "title": "ノート",
        "description": "社外に公開したノート",
        "author": "Example",
        "home_url": f"{SITE}/notes/",
        "self_url": f"{SITE}/feeds/notes.xml",
        "language": "ja",
        "updated": NOON,
        "items": items,
    }
    return Feed(**(values | changes))


@dataclass(frozen=True)
class Seen:
    """What a parser reads of one item."""

    id: str
    url: str
    title: str
    html: str
    published: datetime


def by_feedparser(body: bytes) -> list[Seen]:
    """The items of RSS or Atom, without feedparser's own sanitising."""
    read = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.get("bozo_exception")
    return [
        Seen(entry.id, entry.link, entry.title, entry.content[0].value, _utc(entry.published_parsed))
        for entry in read.entries
    ]


def _utc(parts: Any) -> datetime:
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def rss_by_atoma(body: bytes) -> list[Seen]:
    items = atoma.parse_rss_bytes(body).items
    return [Seen(item.guid, item.link, item.title, item.content_encoded, item.pub_date) for item in items]


def atom_by_atoma(body: bytes) -> list[Seen]:
    entries = atoma.parse_atom_bytes(body).entries
    return [
        Seen(entry.id_, entry.links[0].href, entry.title.value, entry.content.value, entry.published)
        for entry in entries
    ]


def rss_by_lxml(body: bytes) -> list[Seen]:
    read = []
    for item in etree.fromstring(body).iterfind("channel/item"):
        text = {name: item.findtext(name, "", NAMESPACES) for name in ("guid", "link", "title", "content:encoded")}
        published = datetime.strptime(item.findtext("pubDate", ""), "%a, %d %b %Y %H:%M:%S %z")
        read.append(Seen(text["guid"], text["link"], text["title"], text["content:encoded"], published))
    return read


def atom_by_lxml(body: bytes) -> list[Seen]:
    read = []
    for entry in etree.fromstring(body).iterfind("atom:entry", NAMESPACES):
        text = {name: entry.findtext(f"atom:{name}", "", NAMESPACES) for name in ("id", "title", "content")}
        link = entry.find("atom:link", NAMESPACES)
        assert link is not None
        published = datetime.fromisoformat(entry.findtext("atom:published", "", NAMESPACES))
        read.append(Seen(text["id"], str(link.attrib["href"]), text["title"], text["content"], published))
    return read


def by_json(body: bytes) -> list[Seen]:
    return [
        Seen(
            item["id"],
            item["url"],
            item["title"],
            item["content_html"],
            datetime.fromisoformat(item["date_published"]),
        )
        for item in json.loads(body)["items"]
    ]
