"""What is marked in a text, and which part of it is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.notes.text.findable import plain
from studyhub.text.excerpts import BEFORE_CHARS, SHOWN_CHARS, around, marked
from studyhub.text.searching import words_of


def marks(text: str, words: str) -> list[str]:
    return [piece.text for piece in marked(text, words_of(words)) if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("障害対応と障害報告", "障害", ["障害", "障害"]),
        ("ＳＬＯとslo", "SLO", ["ＳＬＯ", "slo"]),
        ("ｶﾞｲﾄﾞを読む", "ガイド", ["ｶﾞｲﾄﾞ"]),
        ("か\u3099いと\u3099", "ガイド", ["か\u3099いと\u3099"]),
        ("エラー予算", "予算 えらー", ["エラー予算"]),
        ("監視と障害", "障害 監視", ["監視", "障害"]),
        ("㍿の話", "株式", ["㍿"]),
        ("a.b", ".", ["."]),
        ("なにもない", "障害", []),
    ],
)
def test_words_are_marked_as_they_are_written(text: str, words: str, hits: list[str]) -> None:
    assert marks(text, words) == hits


@given(st.text(max_size=300), st.text(min_size=1, max_size=5))
def test_marking_loses_no_character(text: str, words: str) -> None:
    assert "".join(piece.text for piece in marked(text, words_of(words))) == text


@pytest.mark.parametrize("at", [0, 30, 399, 400, 480, 5_000])
def test_an_excerpt_begins_shortly_before_the_first_hit(at: int) -> None:
    text = "あ" * at + "障害" + "い" * 5_000

    pieces = around(text, ("障害",))

    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_hit] == ["障害"]
    assert shown.index("障害") == (at if at <= BEFORE_CHARS else BEFORE_CHARS + 1)
    assert len(shown.strip("…")) == SHOWN_CHARS


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert [piece.text for piece in around("い" * 500, ("障害",))] == ["い" * SHOWN_CHARS, "…"]


def test_a_short_text_is_shown_whole() -> None:
    assert [piece.text for piece in around("障害と監視", ("監視",))] == ["障害と", "監視"]


def test_emphasis_parts_no_word_and_paragraphs_do() -> None:
    assert plain(
        '<h2>障害</h2>\n<p>重<strong>要</strong>な<a href="#x" title="a > b">点</a></p><ul><li>一</li><li>二</li></ul>'
    ) == ("障害 重要な点 一 二")


def test_the_label_of_internal_parts_and_signs_of_footnotes_are_no_words_of_the_note() -> None:
    html = (
        '<div class="internal"><p class="internal-label"><span lang="ja">社内限り</span></p><p>秘密</p></div>'
        '<p>本文<sup class="footnote-ref"><a href="#fn-1">[1]</a></sup>&lt;b&gt;</p>'
        '<ol><li><p>説明 <a href="#fnref-1" class="footnote-backref">↩</a></p></li></ol>'
    )

    assert plain(html) == "秘密 本文<b> 説明"
