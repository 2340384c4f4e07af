"""A paragraph holds words, links and buttons: a form or a list in it ends it, and what follows stands outside of it."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.rights.answers import Answer, answers
from tests.rights.tables.places import Place
from tests.rights.tables.world import ROLES

# What ends an open paragraph (HTML, "The p element"); of these the ones that our pages know.
ENDS_A_PARAGRAPH = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section",
    "table", "ul",
}  # fmt: skip


class Paragraphs(HTMLParser):
    """Counts the ends of paragraphs that had been ended before."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self.cut_short: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open one with its tag, end one with another block's."""
        if tag in ENDS_A_PARAGRAPH:
            self.is_open = tag == "p"

    def handle_endtag(self, tag: str) -> None:
        """End one, and keep the line where none was open."""
        if tag == "p" and not self.is_open:
            self.cut_short.append(self.getpos()[0])
        if tag == "p":
            self.is_open = False


def cut_short(answer: Answer) -> list[str]:
    """The address, once for every paragraph of the page that something ended."""
    reader = Paragraphs()
    reader.feed(answer.text)
    return [f"{answer.address} {answer.text.splitlines()[line - 1].strip()}" for line in reader.cut_short]


def pages(place: Place, role: str) -> Iterator[Answer]:
    """Every page that this person is answered."""
    return (answer for answer in answers(place, role).values() if answer.mimetype == "text/html")


@pytest.mark.parametrize("role", ROLES)
def test_no_paragraph_is_cut_short(place: Place, role: str) -> None:
    found = [line for answer in pages(place, role) for line in cut_short(answer)]

    assert found == []
