"""How names are read: kana or Latin letters, wherever a reading comes from."""

import pytest

from studyhub.people.rosters import roster
from studyhub.people.rosters.roster_words import problem_words
from studyhub.people.spelling.readings import is_reading
from studyhub.text.sheets import Problem
from tests.cast import Cast

READINGS = ["", "あき", "おおつき はるか", "オオタニ", "ｵｵﾀﾆ ﾐﾅﾄ", "ローレ", "メアリー・アン", "Ａｋｉ"]
READINGS += ["Anne-Marie O'Neill", "Žižek"]
OTHERS = ["大谷", "おお谷", "あき1", "аки", "아키", "あき🦆", "@aki", "<b>"]


@pytest.mark.parametrize("text", READINGS)
def test_kana_and_latin_letters_are_a_reading(text: str) -> None:
    assert is_reading(text)


@pytest.mark.parametrize("text", OTHERS)
def test_anything_else_is_none(text: str) -> None:
    assert not is_reading(text)


def test_a_reading_in_kanji_is_refused_in_the_profile_and_what_was_typed_is_kept(cast: Cast) -> None:
    typed = {"name": "Aki", "kana": "秋", "chat_handle": "@aki", "outside_name": "anonymous"}

    answer = cast.browser(cast.aki).post("/profile/", data=typed)

    assert answer.status_code == 422
    assert "よみは、ひらがな・カタカナ・英字で入力してください" in answer.text
    assert ('value="秋"' in answer.text, 'value="@aki"' in answer.text) == (True, True)
    assert cast.aki.kana == ""


def test_a_reading_in_kanji_is_refused_from_an_administrator_and_what_was_typed_is_kept(cast: Cast) -> None:
    typed = {"name": "Aki", "kana": "秋", "number": "E-7", "chat_handle": ""}

    answer = cast.browser(cast.admin).post(f"/people/{cast.aki.id}/edit", data=typed)

    assert answer.status_code == 422
    assert "よみは、ひらがな・カタカナ・英字で入力してください" in answer.text
    assert ('value="秋"' in answer.text, 'value="E-7"' in answer.text) == (True, True)


def test_a_list_with_a_reading_in_kanji_is_not_taken() -> None:
    read = roster.read("name,kana,email\nAki,あき,aki@example.com\nBotan,牡丹,botan@example.com\n")

    assert read.problems == [Problem(roster.ProblemKind.BAD_READING, 3, "牡丹")]


def test_the_line_with_the_reading_is_named_in_words(cast: Cast) -> None:
    with cast.app.test_request_context():
        words = problem_words(Problem(roster.ProblemKind.BAD_READING, 3, "牡丹"))

    assert words == "よみは、ひらがな・カタカナ・英字で入力してください:牡丹"
