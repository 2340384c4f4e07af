"""The W3C's validator of feeds would find nothing in ours, and each of its findings is found where it is planted."""

from collections.abc import Callable

import pytest

from studyhub.notes.text.markdown import render
from studyhub.publishing.feed_writer import write_atom, write_rss
from tests.cast import Cast
from tests.publishing.reading.feeds import SITE, a_feed, an_item
from tests.publishing.reading.findings import FINDINGS, Served, found
from tests.publishing.served import approved, edited, hours, released
from tests.publishing.shape import PREFIX
from tests.publishing.test_texts import TEXTS

TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}
WRITERS = {"rss": write_rss, "atom": write_atom}
ADDRESS = f"{SITE}/feeds/notes.xml"

Change = Callable[[bytes], bytes]


def replaced(old: bytes, new: bytes) -> Change:
    def change(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, 1)

    return change


PLANTED: list[tuple[str, str, Change]] = [
    ("BadCharacters", "atom", replaced("本輪".encode(), "本\x85輪".encode())),
    ("ContainsRelRef", "rss", replaced(b"&lt;h2", b"&lt;a href='/x'&gt;x&lt;/a&gt;&lt;h2")),
    ("ContainsEmail", "atom", replaced(b"Aki", b"aki@example.com")),
    ("ContainsHTML", "rss", replaced("SRE本".encode(), b"&lt;b&gt;SRE&lt;/b&gt;")),
    (
        "DuplicateAtomLink",
        "atom",
        replaced(b"<updated>", b'<link rel="alternate" type="text/html" href="https://a.example/"/><updated>'),
    ),
    ("DuplicateEntries", "atom", replaced(b"-000000000002", b"-000000000001")),
    ("DuplicateItemSemantics", "rss", replaced(b"<item>", b"<item><author>a@example.com</author>")),
    ("ImplausibleDate", "atom", replaced(b"2026-05-13", b"1926-05-13")),
    ("IncorrectDOW", "rss", replaced(b"Wed, 13 May", b"Mon, 13 May")),
    ("InvalidLanguage", "rss", replaced(b"<language>ja", b"<language>Japanese")),
    ("InvalidLink", "rss", replaced(b"/notes/1/<", "/notes/一/<".encode())),
    ("InvalidRFC3339Date", "atom", replaced(b"+00:00</updated>", b"</updated>")),
    ("MisplacedMetadata", "atom", replaced(b"</entry></feed>", b"</entry><rights>x</rights></feed>")),
    ("MissingElement", "rss", replaced(b"<link>https://study.example.com/notes/1/</link>", b"")),
    ("MissingGuid", "atom", replaced(b"<id>urn:uuid:1225c695-cfb8-4ebb-aaaa-000000000001</id>", b"")),
    ("MissingSelf", "rss", replaced(b'rel="self"', b'rel="related"')),
    (
        "NonstdPrefix",
        "rss",
        replaced(b'xmlns:dc="http://purl.org/dc/elements/1.1/"', b'xmlns:dc="http://purl.org/dc/terms/"'),
    ),
    ("NotBlank", "atom", replaced(b"<name>Aki<", b"<name> <")),
    ("ProblematicalRFC822Date", "rss", replaced(b" +0000</pubDate>", b" GMT</pubDate>")),
    ("SecurityRisk", "atom", replaced(b"&lt;h2", b"&lt;iframe&gt;&lt;/iframe&gt;&lt;h2")),
    ("SecurityRiskAttr", "atom", replaced(b"&lt;h2", b"&lt;p onclick='x'&gt;x&lt;/p&gt;&lt;h2")),
    ("SelfDoesntMatchLocation", "rss", replaced(b"/feeds/notes.xml", b"/feeds/other.xml")),
    ("UnexpectedWhitespace", "atom", replaced(b"<id>urn", b"<id> urn")),
    ("UnregisteredAtomLinkRel", "atom", replaced(b'rel="self"', b'rel="own"')),
]


def written(form: str) -> bytes:
    return WRITERS[form](a_feed(an_item(1), an_item(2)))


@pytest.mark.parametrize(("name", "form", "change"), PLANTED, ids=[name for name, *_rest in PLANTED])
def test_what_is_planted_is_found(name: str, form: str, change: Change) -> None:
    planted = Served(change(written(form)), ADDRESS, TYPES[form])

    assert name in found(planted)


def test_a_feed_served_as_something_else_is_found() -> None:
    served = Served(written("rss"), ADDRESS, "text/xml")

    assert found(served) == {"EncodingMismatch", "UnexpectedContentType"}


def test_everything_that_is_looked_for_was_planted() -> None:
    planted = {name for name, *_rest in PLANTED} | {"EncodingMismatch", "UnexpectedContentType"}

    assert planted == FINDINGS.keys()


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_is_found_in_what_is_served_before_and_after_each_approval(cast: Cast, form: str) -> None:
    browser, address = cast.browser(), f"/feeds/notes.{form}"
    seen: list[set[str]] = []

    def look() -> None:
        answer = browser.get(address)
        seen.append(found(Served(answer.data, f"http://localhost{address}", answer.headers["Content-Type"])))

    look()
    note = released(cast).note
    look()
    edited(cast, note, "新しい文章 [図](/x)", at=hours(3), title="AT&T を \x85 読む")
    approved(cast, note, hours(4))
    look()

    assert seen == [set(), set(), set()]


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_is_found_in_texts_as_engineers_write_them(form: str) -> None:
    items = [an_item(number, html=render(text, prefix=PREFIX)) for number, text in enumerate(TEXTS.values(), start=1)]

    assert found(Served(WRITERS[form](a_feed(*items)), ADDRESS, TYPES[form])) == set()
