"""docs/security-requirements.md names every requirement once, and nothing that is not there; the sums are right."""

import re
from collections import Counter
from typing import NamedTuple

import pytest

from studyhub.config import ROOT

SUMMARY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TABLES = (ROOT / "docs" / "security-requirements.md").read_text(encoding="utf-8")
STATES = ("holds", "proxy", "operator", "not yet", "does not apply")
# OWASP ASVS 5.0.0: the numbers of each section's requirements, by level.
SECTIONS = {
    "1": """
        1.2: 1-5; 1.3: 1-2; 1.5: 1; 2.1: 1; 2.2: 1-2; 2.3: 1; 3.2: 1-2; 3.3: 1; 3.4: 1-2; 3.5: 1-3; 4.1: 1; 4.4: 1;
        5.2: 1-2; 5.3: 1-2; 6.1: 1; 6.2: 1-8; 6.3: 1-2; 6.4: 1-2; 7.2: 1-4; 7.4: 1-2; 8.1: 1; 8.2: 1-2; 8.3: 1;
        9.1: 1-3; 9.2: 1; 10.4: 1-5; 11.3: 1-2; 11.4: 1; 12.1: 1; 12.2: 1-2; 13.4: 1; 14.2: 1; 14.3: 1; 15.1: 1;
        15.2: 1; 15.3: 1""",
    "2": """
        1.1: 1-2; 1.2: 6-9; 1.3: 3-11; 1.4: 1-3; 1.5: 2; 2.1: 2-3; 2.2: 3; 2.3: 2-4; 2.4: 1; 3.3: 2-4; 3.4: 3-6;
        3.5: 4-5; 3.7: 1-2; 4.1: 2-3; 4.2: 1; 4.3: 1-2; 4.4: 2-4; 5.1: 1; 5.2: 3; 5.4: 1-3; 6.1: 2-3; 6.2: 9-12;
        6.3: 3-4; 6.4: 3-4; 6.5: 1-5; 6.6: 1-3; 6.8: 1-4; 7.1: 1-3; 7.3: 1-2; 7.4: 3-5; 7.5: 1-2; 7.6: 1-2; 8.1: 2;
        8.2: 3; 8.4: 1; 9.2: 2-4; 10.1: 1-2; 10.2: 1-2; 10.3: 1-4; 10.4: 6-11; 10.5: 1-5; 10.6: 1-2; 10.7: 1-3;
        11.1: 1-2; 11.2: 1-3; 11.3: 3; 11.4: 2-4; 11.5: 1; 11.6: 1; 12.1: 2-3; 12.3: 1-4; 13.1: 1; 13.2: 1-5;
        13.3: 1-2; 13.4: 2-5; 14.1: 1-2; 14.2: 2-4; 14.3: 2-3; 15.1: 2-3; 15.2: 2-3; 15.3: 2-7; 16.1: 1; 16.2: 1-5;
        16.3: 1-4; 16.4: 1-3; 16.5: 1-3; 17.1: 1; 17.2: 1-4; 17.3: 1-2""",
}
COUNTS = {"1": 70, "2": 183}


class Line(NamedTuple):
    """One requirement as the document has it."""

    id: str
    level: str
    about: str
    state: str
    shown_by: str


LINES = [
    Line(*found) for found in re.findall(r"^\| ([\d.]+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", TABLES, re.MULTILINE)
]


def required(level: str) -> list[str]:
    """The ids of a level in order."""
    ids = []
    for part in SECTIONS[level].split(";"):
        section, _, numbers = part.strip().partition(": ")
        first, _, last = numbers.partition("-")
        ids += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return ids


@pytest.mark.parametrize("level", SECTIONS)
def test_every_requirement_stands_there_once(level: str) -> None:
    named = [line.id for line in LINES if line.level == level]

    assert len(required(level)) == COUNTS[level]
    assert sorted(named) == sorted(required(level))


def test_every_line_of_a_table_is_read() -> None:
    rows = [row for row in TABLES.split("\n") if row.startswith("| ") and not row.startswith("| id ")]

    assert len(rows) == len(LINES) == sum(COUNTS.values())
    assert {line.state for line in LINES} <= set(STATES)


@pytest.mark.parametrize("level", SECTIONS)
def test_the_sums_are_those_of_the_lines(level: str) -> None:
    states = Counter(line.state for line in LINES if line.level == level)
    every = states.total()
    sums = [every, every - states["does not apply"], *(states[state] for state in STATES)]

    assert f"| {level} | " + " | ".join(map(str, sums)) + " |" in SUMMARY


def places(text: str) -> set[str]:
    """What stands in code marks and looks like a path in the repository, with a name in it or without."""
    return set(
        re.findall(r"`((?:(?:studyhub|tests|templates)/|app\.py|pyproject\.toml|requirements)[\w./-]*(?::\w+)?)`", text)
    )


def is_there(place: str) -> bool:
    name_of_file, _, name = place.partition(":")
    path = ROOT / name_of_file
    if not name or not path.is_file():
        return path.exists() and not name
    return (
        re.search(rf"^(?:def|class) {name}\b|^{name}\b.* = ", path.read_text(encoding="utf-8"), re.MULTILINE)
        is not None
    )


def test_every_place_that_is_named_is_there() -> None:
    named = places(TABLES) | places(SUMMARY)

    assert len(named) > 150
    assert sorted(place for place in named if not is_there(place)) == []


def test_whatever_holds_names_a_place_or_a_section() -> None:
    titles = re.findall(r"^## (.+)$", SUMMARY, re.MULTILINE)
    sections = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    links = {line.id: re.findall(r"\]\(security\.md#([\w-]+)\)", line.shown_by) for line in LINES}

    claimed = [line for line in LINES if line.state in {"holds", "proxy", "operator"}]
    assert [line.id for line in claimed if not places(line.shown_by) and not links[line.id]] == []
    assert {link for found in links.values() for link in found} - sections == set()
