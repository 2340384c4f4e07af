"""What a search shows somebody."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html as parser

from studyhub.people.models import User
from tests.cast import Cast


@dataclass(frozen=True)
class Shown:
    """One page of the search: titles of hits, marked words, counts of the tabs, and all its text."""

    titles: list[str]
    marks: list[str]
    counts: dict[str, int]
    text: str


def search(cast: Cast, user: User | None, words: str, **chosen: Any) -> Shown:
    """The page somebody gets for these words."""
    answer = cast.browser(user).get("/search", query_string={"q": words, **chosen})
    assert answer.status_code == 200
    return shown(answer.text)


def shown(text: str) -> Shown:
    page = parsed(text)
    tabs = page.xpath('//ul[@class="tabs"]/li/a')
    return Shown(
        titles=[_words(link) for link in page.xpath('//ol[@class="waits"]/li//p[1]/a[1]')],
        marks=[_words(mark) for mark in page.xpath("//mark")],
        counts={_kind(tab): int(tab.xpath("string(span)")) for tab in tabs},
        text=unescape(re.sub(r"<[^>]*>", " ", text)),
    )


def parsed(text: str) -> Any:
    """The page as a tree."""
    return parser.fromstring(text)


def _words(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def _kind(tab: Any) -> str:
    found = re.search(r"kind=(\w+)", tab.attrib["href"])
    assert found
    return found[1]
