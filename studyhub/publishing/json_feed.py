"""JSON Feed 1.1."""

import json
from typing import Any

from studyhub.publishing.feed import Feed, FeedItem, ready_to_leave

JSON_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write_json(feed: Feed) -> bytes:
    """One page of the feed as JSON Feed, with `next_url` to older items. Raises NaiveTime."""
    leaving = ready_to_leave(feed)
    written: dict[str, Any] = {
        "version": VERSION,
        "title": leaving.title,
        "description": leaving.description,
        "home_page_url": leaving.home_url,
        "feed_url": leaving.self_url,
        "language": leaving.language,
        "authors": [{"name": leaving.author}],
    }
    if leaving.next_url:
        written["next_url"] = leaving.next_url
    written["items"] = [_item(item) for item in leaving.items]
    return json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(item: FeedItem) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
    }
    if item.authors:
        written["authors"] = [{"name": name} for name in item.authors]
    if item.tags:
        written["tags"] = list(item.tags)
    return written
