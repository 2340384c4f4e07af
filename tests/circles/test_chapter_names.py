"""A chapter is called the same on pages, in calendars, in reminders and in chat."""

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub.circles import words
from studyhub.circles.toc import LineKind
from studyhub.reminders import phrases


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        ("1", LineKind.CHAPTER, "1章 はじめに"),
        ("II", LineKind.CHAPTER, "II章 はじめに"),
        ("付録A", LineKind.APPENDIX, "付録A はじめに"),
        (None, LineKind.CHAPTER, "はじめに"),
    ],
)
def test_a_chapter_is_called_by_its_number_and_kind(app: Flask, number: str | None, kind: LineKind, said: str) -> None:
    part = {"number": number, "kind": kind.value, "title": "はじめに"}

    with app.test_request_context(), force_locale("ja"):
        assert (words.chapter_name(number, kind, "はじめに"), phrases.chapter(part)) == (said, said)
