"""Every join of the four practices has a test that bears its name; the ninth goes with publishing."""

import re
from pathlib import Path

from studyhub.config import ROOT

HERE = Path(__file__)
ROW = re.compile(r"^\| (\d+)\. .* \| `(test_\w+)` \|$", re.MULTILINE)


def test_each_join_has_its_test() -> None:
    named = {int(number): name for number, name in ROW.findall((ROOT / "docs" / "deck.md").read_text("utf-8"))}

    present = {path.stem for path in HERE.parent.glob("test_*.py")} - {HERE.stem}

    assert [*named] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]
    assert {*named.values()} == present
