"""Sentences that stand side by side: a space between English ones, none between Japanese ones."""

import re

import pytest
from flask import Flask

from studyhub.config import ROOT
from studyhub.words.language import sentences

# One message that ends a sentence, and the next one behind no more than a space.
SAYS = r"\{\{ n?(?:_|gettext)\("
SIDE_BY_SIDE = [
    re.compile(r"""[.?]["”][^{}]*\}\}(?:\s+(?:\{% if [^%]*%\})?|\{% if [^%]*%\}\s+)""" + SAYS),
    re.compile(r"""" " ~ n?(?:_|gettext)\(\""""),
]


@pytest.mark.parametrize(("language", "page"), [("ja", "一。二。"), ("en", "一。 二。")])
def test_a_space_stands_between_english_sentences_alone(app: Flask, language: str, page: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert sentences(["一。", "", "二。"]) == page


def test_what_stands_in_them_is_text(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        assert sentences(["<b>", "&"]) == "&lt;b&gt;&amp;"


def test_no_page_puts_a_space_between_sentences_itself() -> None:
    found = [
        (path.name, hit.group())
        for path in (ROOT / "templates").rglob("*.html")
        for pattern in SIDE_BY_SIDE
        for hit in pattern.finditer(path.read_text())
    ]

    assert found == []
