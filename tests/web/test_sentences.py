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


# One spelling each, and what was said better since.
NO_MORE = [
    "だれ", "出欠", "ヶ月", "ヵ月", "カ月", "箇月", "その日は引き受けない", "この人で依頼を終える",
    "タイムゾーンは %(zone)s です", "ほかに発表できる人も同じ章数のため", "直近3か月で0章",
]  # fmt: skip


def test_what_was_said_otherwise_before_stands_in_no_catalog_or_template() -> None:
    folders = (ROOT / "studyhub" / "translations", ROOT / "templates")
    texts = {path.name: path.read_text() for folder in folders for path in folder.rglob("*.*") if path.is_file()}

    assert [(name, old) for name, text in texts.items() for old in NO_MORE if old in text] == []
