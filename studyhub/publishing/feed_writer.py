"""RSS 2.0 and Atom by feedgen, whose every default that would lie or change is set here and nowhere else."""

from html import escape
from urllib.parse import urlsplit

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from studyhub.publishing.feed import Feed, FeedItem, ready_to_leave

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"
GENERATOR = "StudyHub"


def write_rss(feed: Feed) -> bytes:
    """The feed's newest page as RSS 2.0. RSS knows no paging: `next_url` is left out. Raises NaiveTime."""
    generator = _generator(feed, RSS_TYPE, next_url=None)
    return bytes(generator.rss_str(encoding="UTF-8"))


def write_atom(feed: Feed) -> bytes:
    """One page of the feed as Atom (RFC 4287), with `rel="next"` to older items (RFC 5005). Raises NaiveTime."""
    generator = _generator(feed, ATOM_TYPE, next_url=feed.next_url)
    return bytes(generator.atom_str(encoding="UTF-8"))


def _generator(feed: Feed, media_type: str, *, next_url: str | None) -> FeedGenerator:
    leaving = ready_to_leave(feed)
    generator = FeedGenerator()
    # Only RSS needs Dublin Core, whose creator has no mail address; in Atom it would repeat the author.
    generator.load_extension("dc", atom=False, rss=True)
    _describe(generator, leaving)
    _link(generator, leaving, media_type, next_url)
    for item in leaving.items:
        # By default feedgen puts every entry before those it already has.
        _fill(generator.add_entry(order="append"), item, media_type)
    return generator


def _describe(generator: FeedGenerator, feed: Feed) -> None:
    generator.id(feed_id(feed))
    generator.title(feed.title)
    generator.description(feed.description)
    generator.language(feed.language)
    generator.generator(GENERATOR)
    generator.updated(feed.updated)
    # RSS has an author of its own only with a mail address.
    generator.author(name=feed.author)
    generator.dc.dc_creator(feed.author)


def _link(generator: FeedGenerator, feed: Feed, media_type: str, next_url: str | None) -> None:
    """The order matters: RSS takes the link set last for its home page."""
    generator.link(href=feed.self_url, rel="self", type=media_type)
    if next_url:
        generator.link(href=next_url, rel="next", type=media_type)
    generator.link(href=feed.home_url, rel="alternate", type="text/html")


def _fill(entry: FeedEntry, item: FeedItem, media_type: str) -> None:
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    # In RSS it becomes the description, which readers take for HTML: code that a note shows must not run there.
    entry.summary(escape(item.summary, quote=False) if media_type == RSS_TYPE else item.summary)
    entry.content(item.html, type="html")
    entry.published(item.published)
    entry.updated(item.updated)
    for name in item.authors:
        entry.author(name=name)
    entry.dc.dc_creator(list(item.authors))
    for tag in item.tags:
        entry.category(term=tag, label=tag)


def feed_id(feed: Feed) -> str:
    """The feed's address without the page: all pages of it are one feed, as RFC 5005 wants."""
    return urlsplit(feed.self_url)._replace(query="", fragment="").geturl()
