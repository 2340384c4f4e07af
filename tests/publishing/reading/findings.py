"""What the W3C's validator of feeds looks for in RSS and Atom, by the names of its findings.

The program is in no package registry. Here is, in code of our own, what it lists of findings that a feed such as ours
could have beyond the structure, which `tests.publishing.rules` asks. Its source names them:
github.com/w3c/feedvalidator, src/feedvalidator/i18n/en.py.

One finding is left to whoever names a note: a title that shows a tag, such as “<b> を使う”, is told of as HTML in a
title, for RSS does not say which of both it is. Readers show it as it was written.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from urllib.parse import urlsplit

from lxml import etree, html

from tests.publishing.reading.feeds import NAMESPACES

PREFIXES = {prefix: name for prefix, name in NAMESPACES.items() if prefix != "atom"}
ENCODED = f"{{{NAMESPACES['content']}}}encoded"
DANGEROUS_TAGS = {
    *("applet", "base", "body", "embed", "frame", "frameset", "head", "html", "iframe", "link"),
    *("meta", "object", "param", "script", "style", "title", "svg", "math"),
}
# Of what the validator takes for harmless, what a note may need: ARIA, styles and handlers are not among it.
HARMLESS_ATTRIBUTES = {
    *("alt", "checked", "cite", "class", "colspan", "dir", "disabled", "headers", "height", "href", "id", "lang"),
    *("open", "rel", "rowspan", "scope", "src", "start", "tabindex", "title", "type", "width"),
}
REGISTERED_RELS = {None, "alternate", "self", "next", "related", "via", "enclosure"}
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#$&-;=?-Z_a-z~%\[\]]+")
TEXT_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(#\d+|\w+);")
# In the middle of a title nobody writes C1 controls; what could not be read becomes U+FFFD.
BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")


@dataclass(frozen=True)
class Served:
    """A feed as it was served: RSS or Atom, at an address, as a media type."""

    body: bytes
    address: str
    media_type: str

    @cached_property
    def root(self) -> etree._Element:
        return etree.fromstring(self.body)

    @cached_property
    def is_atom(self) -> bool:
        return etree.QName(self.root).localname == "feed"

    @cached_property
    def entries(self) -> list[etree._Element]:
        return list(self.root.iterfind("atom:entry", NAMESPACES) if self.is_atom else self.root.iterfind(".//item"))

    def texts(self, *names: str) -> list[str]:
        """What stands in the elements of these names, without the namespaces."""
        return [one.text or "" for one in self.root.iter("{*}*") if etree.QName(one).localname in names]

    @cached_property
    def contents(self) -> list[str]:
        return self.texts("content") if self.is_atom else [one.text or "" for one in self.root.iter(ENCODED)]

    @cached_property
    def fragments(self) -> list[html.HtmlElement]:
        return [html.fragment_fromstring(text, create_parent=True) for text in self.contents]

    @cached_property
    def links(self) -> list[etree._Element]:
        return list(self.root.iter(f"{{{NAMESPACES['atom']}}}link"))

    @cached_property
    def addresses(self) -> list[str]:
        return [link.get("href", "") for link in self.links] + [text for text in self.texts("link", "docs") if text]


def found(feed: Served) -> set[str]:
    """The names of what would be found."""
    return {name for name, is_found in FINDINGS.items() if is_found(feed)}


def _contains_relative(feed: Served) -> bool:
    names = ("href", "src", "cite", "longdesc", "poster", "data")
    values = [one.get(name) for tree in feed.fragments for one in tree.iter("*") for name in names if one.get(name)]
    return any(not urlsplit(str(value)).scheme for value in values)


def _is_dangerous(feed: Served) -> bool:
    return any(one.tag in DANGEROUS_TAGS for tree in feed.fragments for one in tree.iter("*"))


def _has_dangerous_attribute(feed: Served) -> bool:
    attributes = {str(name) for tree in feed.fragments for one in tree.iter("*") for name in one.attrib}
    return not attributes <= HARMLESS_ATTRIBUTES


def _dates(feed: Served) -> Iterator[datetime]:
    for text in feed.texts("updated", "published"):
        yield datetime.fromisoformat(text)
    for text in feed.texts("pubDate", "lastBuildDate"):
        yield parsedate_to_datetime(text)


def _wrong_day_of_week(feed: Served) -> bool:
    return any(format_datetime(parsedate_to_datetime(text)) != text for text in feed.texts("pubDate", "lastBuildDate"))


def _metadata_after_entries(feed: Served) -> bool:
    children = [etree.QName(one).localname for one in (feed.root if feed.is_atom else feed.root[0])]
    entry = "entry" if feed.is_atom else "item"
    return entry in children and set(children[children.index(entry) :]) != {entry}


def _self_link(feed: Served) -> str:
    return next((link.get("href", "") for link in feed.links if link.get("rel") == "self"), "")


def _identities(feed: Served) -> list[str]:
    return [text for entry in feed.entries for text in _of(entry, "id", "guid")]


def _of(element: etree._Element, *names: str) -> list[str]:
    return [one.text or "" for one in element.iterchildren("{*}*") if etree.QName(one).localname in names]


def _says_twice(feed: Served) -> bool:
    pairs = (("pubDate", "date"), ("author", "creator"), ("description", "summary"))
    own = [{etree.QName(one).localname for one in entry} for entry in feed.entries]
    return not feed.is_atom and any(one >= set(pair) for one in own for pair in pairs)


def _is_same_alternate_twice(feed: Served) -> bool:
    for place in (feed.root, *feed.entries):
        alike = [
            (link.get("type"), link.get("hreflang"))
            for link in place.iterchildren(f"{{{NAMESPACES['atom']}}}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(alike) != len(set(alike)):
            return True
    return False


FINDINGS: dict[str, Callable[[Served], bool]] = {
    "BadCharacters": lambda feed: bool(BAD_CHARACTERS.search(feed.body.decode("utf-8"))),
    "ContainsRelRef": _contains_relative,
    "ContainsEmail": lambda feed: any("@" in text for text in feed.texts("name", "creator")),
    "ContainsHTML": lambda feed: any(TEXT_TAG.search(text) for text in feed.texts("title", "name", "creator")),
    "DuplicateAtomLink": _is_same_alternate_twice,
    "DuplicateEntries": lambda feed: len(_identities(feed)) != len(set(_identities(feed))),
    "DuplicateItemSemantics": _says_twice,
    "EncodingMismatch": lambda feed: "charset=utf-8" not in feed.media_type,
    "ImplausibleDate": lambda feed: any(not 1995 < date.year < 2100 for date in _dates(feed)),
    "IncorrectDOW": _wrong_day_of_week,
    "InvalidLanguage": lambda feed: any(
        not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", one) for one in feed.texts("language")
    ),
    "InvalidLink": lambda feed: any(not URI.fullmatch(address) for address in feed.addresses),
    "InvalidRFC3339Date": lambda feed: any(datetime.fromisoformat(one).tzinfo is None for one in feed.texts("updated")),
    "MisplacedMetadata": _metadata_after_entries,
    "MissingElement": lambda feed: any(not _of(entry, "title") or not _of(entry, "link") for entry in feed.entries),
    "MissingGuid": lambda feed: any(not _of(entry, "id", "guid") for entry in feed.entries),
    "MissingSelf": lambda feed: not _self_link(feed),
    "NonstdPrefix": lambda feed: any(feed.root.nsmap.get(one) not in (None, name) for one, name in PREFIXES.items()),
    "NotBlank": lambda feed: any(not text.strip() for text in feed.texts("title", "name", "guid", "id")),
    "ProblematicalRFC822Date": lambda feed: any(not re.search(r" [+-]\d{4}$", one) for one in feed.texts("pubDate")),
    "SecurityRisk": _is_dangerous,
    "SecurityRiskAttr": _has_dangerous_attribute,
    "SelfDoesntMatchLocation": lambda feed: bool(_self_link(feed)) and _self_link(feed) != feed.address,
    "UnexpectedContentType": lambda feed: ("atom" if feed.is_atom else "rss") not in feed.media_type.split(";")[0],
    "UnexpectedWhitespace": lambda feed: any(
        text != text.strip() for text in feed.texts("id", "guid", "link", "updated")
    ),
    "UnregisteredAtomLinkRel": lambda feed: any(
        link.get("rel", "alternate") not in REGISTERED_RELS for link in feed.links
    ),
}
