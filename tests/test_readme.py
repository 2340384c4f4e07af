"""The README tells the truth about folders and settings; the documents are well-formed and name tests there are."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from studyhub.config import ROOT
from studyhub.tooling.configuration import CONFIGURATION

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MEASUREMENTS = {"fairness.md", "benchmarks.md", "oncall.md", "training.md"}
# Of a measurement that has the row above as its heading.
GOES_WITH_THE_ROW_ABOVE = "meanwhile "


def test_architecture_names_every_folder() -> None:
    folders = {path.name for path in (ROOT / "studyhub").iterdir() if path.is_dir() and path.name != "__pycache__"}

    named = {line.split("`")[1].rstrip("/") for line in README.split("\n") if line.startswith("| `") and "/`" in line}

    assert folders == named


def test_every_setting_stands_in_the_table() -> None:
    rows = [f"| `{setting.name}` | {setting.default} | {setting.meaning} |" for setting in CONFIGURATION]

    assert [row for row in rows if row not in README] == []


def test_every_test_named_in_the_documents_is_there() -> None:
    sources = list((ROOT / "tests").rglob("test_*.py"))
    present = {path.stem for path in sources}
    for path in sources:
        present |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))

    named = {name for path in DOCUMENTS for name in re.findall(r"\b(test_\w+)", path.read_text(encoding="utf-8"))}

    assert len(named) > 100
    assert named - present == set()


def test_every_place_that_decides_a_rule_is_there() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    cells = [row[1] for heading, _ruler, *rows in tables(text) if heading[1] == "decided in" for row in rows]

    named = {place for cell in cells for place in re.findall(r"`([^`]+)`", cell)}

    assert len(named) > 500
    assert sorted(place for place in named if not is_there(place)) == []


DEFINED = re.compile(r"\b(?:def|class|macro|function|const) (\w+)|^ *(?!def |class )(\w+)\b.*[:=]", re.MULTILINE)
QUOTED = re.compile(r"[\"'](\w+)[\"']")


@cache
def modules() -> dict[str, set[str]]:
    """The product's files by their path without its ending, each with the names it defines or quotes."""
    files = [path for end in ("py", "html", "js") for path in (ROOT / "studyhub").rglob(f"*.{end}")]
    files += (ROOT / "templates").rglob("*.html")
    texts = {f"/{path.relative_to(ROOT).with_suffix('')}": path.read_text(encoding="utf-8") for path in files}
    return {path: {*itertools.chain(*DEFINED.findall(text)), *QUOTED.findall(text)} for path, text in texts.items()}


def is_there(place: str) -> bool:
    """Whether a module ends as a place begins and names the rest (`folder/module.name`), or any does (`Class.name`)."""
    parts = re.split(r"[./:]", re.sub(r"\.(?:py|html|js)\b", "", place).strip("/."))
    is_of_any = len(parts) == 1 or parts[0][0].isupper()
    ways = [("".join(f"/{part}" for part in parts[:count]), {*parts[count:]}) for count in range(len(parts) + 1)]
    return any(f"{ways[-1][0]}/" in path for path in modules()) or any(
        path.endswith(end) and names <= named
        for end, names in ways[0 if is_of_any else 1 :]
        for path, named in modules().items()
    )


def test_every_file_that_keeps_or_shows_a_section_of_rules_is_there() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    prose = [line for line in text.splitlines() if not line.startswith("|")]

    assert [name for line in prose for name in lost_in(line)] == []


def lost_in(line: str) -> Iterator[str]:
    """The files of a line that lie neither where they say, nor in the folder of the last whole path or of the last."""
    whole = last = ROOT
    for name in re.findall(r"`([\w/]+(?:\.\w+|/))`", line):
        found = next((place / name for place in (ROOT, whole, last) if (place / name).exists()), None)
        if found is not None:
            last = found if name.endswith("/") else found.parent
            whole = last if (ROOT / name).exists() else whole
        elif whole != ROOT:
            yield name


def tables(text: str) -> Iterator[list[list[str]]]:
    """The cells of each table, its heading first."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        yield [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.name))
def test_every_table_is_whole_and_says_nothing_twice(path: Path) -> None:
    for heading, ruler, *rows in tables(path.read_text(encoding="utf-8")):
        assert set("".join(ruler)) <= set("-|"), heading
        assert [row for row in rows if len(row) != len(heading)] == []
        first = [row[0] for row in rows if not row[0].startswith(GOES_WITH_THE_ROW_ABOVE)]
        assert path.name in MEASUREMENTS or [cell for cell in {*first} if first.count(cell) > 1] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.name))
def test_every_heading_stands_alone_and_once(path: Path) -> None:
    lines = re.sub(r"^    .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE).split("\n")
    headings = [line for line in lines if line.startswith("#")]

    crowded = [line for before, line in itertools.pairwise(lines) if line in headings and before]
    assert (crowded, [line for line in {*headings} if headings.count(line) > 1]) == ([], [])


def test_the_newest_changes_are_those_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    versions = re.findall(r"^### (\d+\.\d+\.\d+), (\d{4}-\d{2}-\d{2})$", README, re.MULTILINE)

    assert versions[0][0] == project["version"]
    assert versions == sorted(versions, key=lambda one: tuple(map(int, one[0].split("."))), reverse=True)
