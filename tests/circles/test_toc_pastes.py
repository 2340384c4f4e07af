"""Real tables of contents as people paste them, each with what is a chapter in it, decided by reading."""

from pathlib import Path

import pytest

from studyhub.circles.toc import LineKind, TocLine, read_toc

PASTES = Path(__file__).parent / "toc_pastes"
NAMES = sorted(path.stem for path in PASTES.glob("*.txt"))


def expected(name: str) -> list[str]:
    """The chapters of a paste: number, title, page and part."""
    return (PASTES / f"{name}.expected").read_text(encoding="utf-8").splitlines()


def row(line: TocLine) -> str:
    return f"{line.number or ''}|{line.title}|{line.page or ''}|{line.part or ''}"


def pasted(name: str) -> list[TocLine]:
    return read_toc((PASTES / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_chapters_of_a_paste_are_read_at_once(name: str) -> None:
    read = [row(line) for line in pasted(name) if line.kind is LineKind.CHAPTER]

    assert read == expected(name)
