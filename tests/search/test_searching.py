"""Texts and words are compared in one form, whatever width, case or script of syllables they are written in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column, literal, select

from studyhub.db import db
from studyhub.text.searching import QUERY_MAX_CHARS, WORD_MAX_CHARS, WORDS_MAX, holds, kept, searchable, words_of
from tests.cast import Cast

HALF_KATAKANA = dict(zip("アイウエオカキクケコサシスセソタチツテト", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄ", strict=True))
LETTERS = st.text("abcxyzÄßéŉΐÅ01９障害監視アイカサトあかさただぷ_%\\'\"#+.", min_size=1, max_size=12)
AROUND = st.text("abc 障害アあ、。\n\t!% ", max_size=20)


def half(text: str) -> str:
    return "".join(HALF_KATAKANA.get(letter, letter) for letter in text)


def full(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def katakana(text: str) -> str:
    return "".join(chr(ord(letter) + 96) if "ぁ" <= letter <= "ゖ" else letter for letter in text)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WRITINGS = st.sampled_from([str, str.upper, str.lower, str.swapcase, half, full, katakana, apart])


@given(AROUND, LETTERS, AROUND, WRITINGS, WRITINGS)
def test_every_text_that_holds_a_word_holds_it_in_every_writing(before, word, after, written, typed) -> None:  # type: ignore[no-untyped-def]  # five strategies, named by what they stand for
    text = f"{before} {written(word)} {after}"

    assert all(form in searchable(text) for form in words_of(typed(word)))
    assert words_of(typed(word))


@given(st.text(max_size=200))
def test_a_form_is_its_own_form(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("障害対応の記録", "障害"),
        ("ＳＬＯを決める", "slo"),
        ("エラー予算", "えらー"),
        ("ｶﾞｲﾄﾞﾗｲﾝ", "ガイド"),
        ("Straße", "STRASSE"),
        ("ταΐζω", "ταΐζω".upper()),
    ],
)
def test_a_word_is_found_whatever_its_writing(text: str, word: str) -> None:
    assert words_of(word)[0] in searchable(text)


def test_words_stand_apart_wherever_there_is_white_space() -> None:
    assert words_of(" 障害\u3000SLO\n\tslo ") == ("障害", "slo")


def test_words_are_few_and_short() -> None:
    words = words_of(" ".join(f"{number}{'x' * 300}" for number in range(50)))

    assert (len(words), {len(word) for word in words}) == (WORDS_MAX, {WORD_MAX_CHARS})


@pytest.mark.parametrize("word", ["100%", "a_b", "c:\\temp", "'x' OR 1=1", '"slo"', "%", "_", "\\", "/"])
@pytest.mark.parametrize("text", ["100% a_b c:\\temp 'x' or 1=1 \"slo\" % _ \\ /", "100 aXb ctemp slo"])
def test_signs_mean_themselves_in_the_database(cast: Cast, word: str, text: str) -> None:
    words = words_of(word)
    rows = select(literal(kept("", text)).label("text")).subquery()

    found = db.session.scalars(select(rows.c.text).where(*holds(rows.c.text, words))).all()

    assert bool(found) is all(one in text for one in words)


def test_the_longest_word_is_one_the_database_takes(cast: Cast) -> None:
    words = words_of("\ufdfa" * QUERY_MAX_CHARS)  # one character that stands for eighteen

    rows = select(literal("text").label("text")).subquery()

    assert db.session.scalars(select(column("text")).select_from(rows).where(*holds(rows.c.text, words))).all() == []
