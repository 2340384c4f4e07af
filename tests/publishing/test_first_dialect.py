"""Texts approved in the first dialect keep the bytes they were approved with, on the page and in both exports.

`recorded/dialect_1.json` was written by the code that knew no other dialect.
"""

import json
from pathlib import Path

import pytest

from studyhub.notes.parsing.dialects import FIRST
from studyhub.notes.text import markdown
from studyhub.publishing.blogs.hugo import HUGO
from studyhub.publishing.blogs.plain import PLAIN
from studyhub.publishing.markdown.markdown_writer import write_markdown

RECORDED = json.loads((Path(__file__).parent / "recorded/dialect_1.json").read_text(encoding="utf-8"))


def test_many_texts_are_recorded() -> None:
    assert len(RECORDED) > 90


@pytest.mark.parametrize("name", RECORDED)
def test_page_and_exports_of_the_first_dialect_keep_their_bytes(name: str) -> None:
    kept = RECORDED[name]
    source = kept["source"]

    assert markdown.render(source, prefix="note-12", dialect=FIRST) == kept["html"]
    assert write_markdown(source, HUGO, FIRST) == kept["hugo"]
    assert write_markdown(source, PLAIN, FIRST) == kept["plain"]
