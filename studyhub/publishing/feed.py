"""What a feed tells, before it becomes RSS, Atom or JSON: one shape, so that all formats say the same."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from studyhub.publishing.absolute import absolutize
from studyhub.text.cleaning import clean_line, clean_text


class NaiveTime(ValueError):
    """A time without an offset would be read in the reader's own zone."""


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """One released note.

    `id` is `urn:uuid:…`, made once and the same in every feed and format; readers merge on it. `html` is sanitised;
    its addresses may be relative to `url`. `title` and `summary` are plain text. Times are aware. `authors` are the
    names people agreed to, and how many others wrote.
    """

    id: str
    url: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One page of a feed, newest publication first.

    `author` is the organisation that publishes it.
    `home_url` is the page people read, `self_url` the absolute address of this very format and page. `updated` is the
    newest item's update or withdrawal, never the clock's. `next_url` leads to older items; None on the last page.
    """

    title: str
    description: str
    author: str
    home_url: str
    self_url: str
    language: str
    updated: datetime
    items: tuple[FeedItem, ...]
    next_url: str | None = None


def ready_to_leave(feed: Feed) -> Feed:
    """The feed as every format writes it: legal characters, absolute addresses, no empty title, whole UTC seconds.

    Raises NaiveTime.
    """
    title = clean_line(feed.title) or feed.home_url
    return replace(
        feed,
        title=title,
        description=clean_line(feed.description) or title,
        author=clean_line(feed.author) or title,
        updated=whole_second(feed.updated),
        items=tuple(item_ready_to_leave(item) for item in feed.items),
    )


def item_ready_to_leave(item: FeedItem) -> FeedItem:
    title = clean_line(item.title) or item.url
    return replace(
        item,
        title=title,
        html=absolutize(clean_text(item.html).strip(), item.url),
        # feedgen moves the content into RSS's description where the summary is empty.
        summary=clean_line(item.summary) or title,
        published=whole_second(item.published),
        updated=whole_second(item.updated),
        authors=tuple(filter(None, map(clean_line, item.authors))),
        tags=tuple(filter(None, map(clean_line, item.tags))),
    )


def whole_second(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise NaiveTime(moment)
    return moment.astimezone(UTC).replace(microsecond=0)
