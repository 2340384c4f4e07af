"""The README tells the truth about folders and settings; the documents name tests that there are."""

import re

from studyhub.config import CONFIGURATION, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_architecture_names_every_folder() -> None:
    folders = {path.name for path in (ROOT / "studyhub").iterdir() if path.is_dir() and path.name != "__pycache__"}

    named = {line.split("`")[1].rstrip("/") for line in README.split("\n") if line.startswith("| `") and "/`" in line}

    assert folders == named


def test_every_setting_stands_in_the_table() -> None:
    rows = [f"| `{setting.name}` | {setting.default} | {setting.meaning} |" for setting in CONFIGURATION]

    assert [row for row in rows if row not in README] == []


def test_every_test_named_in_the_documents_is_there() -> None:
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    sources = list((ROOT / "tests").rglob("test_*.py"))
    present = {path.stem for path in sources}
    for path in sources:
        present |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))

    named = {name for path in documents for name in re.findall(r"\b(test_\w+)", path.read_text(encoding="utf-8"))}

    assert len(named) > 100
    assert named - present == set()
