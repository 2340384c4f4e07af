"""The feeds of released notes: the same items for every format, kept as bytes until what they tell changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from html import escape

from flask_babel import force_locale

from studyhub.notes import queries as note_queries
from studyhub.notes.naming import named
from studyhub.notes.queries import ReleasedNote, Scope
from studyhub.notes.releases import accompanying
from studyhub.notes.releases.released import released
from studyhub.notes.text import internal
from studyhub.people.models import User
from studyhub.publishing import files, queries
from studyhub.publishing.cursors import Cursor
from studyhub.publishing.feed import Feed, FeedItem
from studyhub.publishing.feed_writer import write_atom, write_rss
from studyhub.publishing.files import File
from studyhub.publishing.json_feed import write_json
from studyhub.publishing.summaries import summary
from studyhub.publishing.unfolded import unfolded


class Format(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


WRITERS = {Format.RSS: write_rss, Format.ATOM: write_atom, Format.JSON: write_json}


@dataclass(frozen=True)
class Channel:
    """Whose notes a feed tells (a reader of None is the world outside), where it stands and what it is called.

    `author` is the organisation. `root` is our public address, `path` the feed's own without the ending that names a
    format, `key_path` what it is kept under. `began` dates a feed without items. `cut_words` stand where an internal
    part was left out.
    """

    reader: User | None
    scope: Scope
    root: str
    path: str
    key_path: str
    home_path: str
    title: str
    description: str
    author: str
    language: str
    began: datetime
    cut_words: str


def newest(channel: Channel, form: Format, *, items: int) -> File:
    """The newest page of a feed."""
    page = _Page(channel, form, items)
    return files.current(f"{channel.root}{channel.key_path}.{form}", page.facts(), page.write)


def older(channel: Channel, form: Format, before: Cursor, *, items: int) -> File:
    """A page further back, not kept: hardly anybody asks, and its addresses are without number."""
    return _Page(channel, form, items, before).write()


@dataclass(frozen=True)
class _Page:
    channel: Channel
    form: Format
    items: int
    before: Cursor | None = None

    def facts(self) -> object:
        """What tells whether the newest page changed, without reading a text."""
        channel = self.channel
        texts = queries.texts(channel.reader, channel.scope, limit=self.items + 1)
        note_ids = [row[0] for row in texts]
        labels = (
            channel.path,
            channel.title,
            channel.description,
            channel.author,
            channel.language,
            channel.home_path,
            channel.cut_words,
            _words(channel.language),
        )
        return (self.items, labels, texts, self._names(texts), self._tags(note_ids), self._retracted_at())

    def _names(self, texts: queries.Rows) -> object:
        # Outside, names are those of the release, without those who took their consent back.
        if self.channel.reader is None:
            return sorted(accompanying.names_outside([row[1] for row in texts]).items())
        return queries.names([row[0] for row in texts])

    def _tags(self, note_ids: list[int]) -> object:
        # Outside, the tags are part of the release.
        return sorted(note_queries.tags_of(note_ids).items()) if self.channel.reader else None

    def _retracted_at(self) -> datetime | None:
        return queries.retracted_at(self.channel.scope) if self.channel.reader is None else None

    def write(self) -> File:
        """The page as bytes, with the time of its newest change or withdrawal."""
        channel = self.channel
        notes = released(channel.reader, channel.scope, limit=self.items + 1, offset=self._offset())
        shown = notes[: self.items]
        changes = [self._retracted_at(), *(note.updated_at for note in shown)]
        changed_at = max(filter(None, changes), default=channel.began)
        feed = Feed(
            title=channel.title,
            description=channel.description,
            author=channel.author,
            home_url=channel.root + channel.home_path,
            self_url=self._address(self.before),
            language=channel.language,
            updated=changed_at,
            items=_items(channel, shown),
            next_url=self._address(_end_of(shown)) if len(notes) > self.items else None,
        )
        return File(WRITERS[self.form](feed), changed_at)

    def _offset(self) -> int:
        if self.before is None:
            return 0
        channel = self.channel
        return queries.newer_count(channel.reader, channel.scope, self.before.moment, self.before.note_id)

    def _address(self, before: Cursor | None) -> str:
        address = f"{self.channel.root}{self.channel.path}.{self.form}"
        return f"{address}?before={before.written()}" if before else address


def _words(language: str) -> tuple[str, ...]:
    """What we call people without a name."""
    with force_locale(language):
        return named((None,)) + named((None, None))


def _end_of(notes: list[ReleasedNote]) -> Cursor:
    return Cursor(notes[-1].published_at, notes[-1].note_id)


def _items(channel: Channel, notes: list[ReleasedNote]) -> tuple[FeedItem, ...]:
    sources = queries.sources([note.note_id for note in notes]) if channel.reader else {}
    with force_locale(channel.language):
        return tuple(_item(channel, note, is_cut=_has_internal(sources.get(note.note_id, ""))) for note in notes)


def _has_internal(source: str) -> bool:
    return any(part.is_internal for part in internal.split(source))


def _item(channel: Channel, note: ReleasedNote, *, is_cut: bool) -> FeedItem:
    url = f"{channel.root}/notes/{note.note_id}/"
    more = f'\n<p><a href="{escape(url)}">{escape(channel.cut_words)}</a></p>' if is_cut else ""
    return FeedItem(
        id=note.uid,
        url=url,
        title=note.title,
        html=unfolded(note.html) + more,
        summary=summary(note.html),
        published=note.published_at,
        updated=note.updated_at,
        authors=named(note.authors),
        tags=note.tags,
    )
