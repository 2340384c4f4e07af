"""Cells that no spreadsheet runs."""

import pytest

from studyhub.text.csv_files import cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠", " =", "\u200b=", "\ufeff+", "\u00a0@"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Aki", "1-1", "a=b", " Aki", "\u200bAki"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text
