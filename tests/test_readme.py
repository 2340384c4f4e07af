"""The README tells the truth about folders and settings."""

from studyhub.config import CONFIGURATION, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_architecture_names_every_folder() -> None:
    folders = {path.name for path in (ROOT / "studyhub").iterdir() if path.is_dir() and path.name != "__pycache__"}

    named = {line.split("`")[1].rstrip("/") for line in README.split("\n") if line.startswith("| `") and "/`" in line}

    assert folders == named


def test_every_setting_stands_in_the_table() -> None:
    rows = [f"| `{setting.name}` | {setting.default} | {setting.meaning} |" for setting in CONFIGURATION]

    assert [row for row in rows if row not in README] == []
