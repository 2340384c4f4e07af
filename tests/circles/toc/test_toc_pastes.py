"""Real tables of contents as people paste them, each with what is a chapter in it, decided by reading."""

from pathlib import Path

import pytest

from studyhub.circles.planning import outline
from studyhub.circles.planning.line_groups import LineGroup
from studyhub.circles.toc import LineKind, TocLine, read_toc

# Such a text does not tell what its reader takes for a chapter: which press says it.
PRESSED = {
    "en_headings_over_links_to_sections": LineGroup(1, "part"),
    "ja_article_lectures_below_one_heading": LineGroup(2, "section"),
    "ja_review_of_parts_and_dashed_numbers": LineGroup(2, "section"),
    "ja_sections_without_chapters": LineGroup(1, "section"),
}
AT_ONCE = 0.9
PASTES = Path(__file__).parent / "pastes"
NAMES = sorted(path.stem for path in PASTES.glob("*.txt"))


def copied() -> list[str]:
    """The pastes that the list of them marks as copied from a page or a file."""
    rows = (PASTES / "README.md").read_text(encoding="utf-8").splitlines()
    return [line.split("|")[1].strip() for line in rows if line.endswith("| copied |")]


def expected(name: str) -> list[str]:
    """The chapters of a paste: number, title, page and part."""
    return (PASTES / f"{name}.expected").read_text(encoding="utf-8").splitlines()


def row(line: TocLine) -> str:
    return f"{line.number or ''}|{line.title}|{line.page or ''}|{line.part or ''}"


def text_of(name: str) -> str:
    return (PASTES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PRESSED])
def test_chapters_of_a_paste_are_read_at_once(name: str) -> None:
    read = [row(line) for line in read_toc(text_of(name)) if line.kind is LineKind.CHAPTER]

    assert read == expected(name)


@pytest.mark.parametrize("name", PRESSED)
def test_one_press_mends_what_a_paste_does_not_tell(name: str) -> None:
    lines = outline.read(text_of(name))

    pressed = outline.ticked_only(lines, [PRESSED[name]])

    ticked = [row(line) for line, one in zip(read_toc(text_of(name)), pressed, strict=True) if one.is_ticked]
    assert ticked == expected(name)
    assert [line.is_ticked for line in lines] != [line.is_ticked for line in pressed]


def test_nine_pastes_of_ten_are_read_at_once() -> None:
    assert len(NAMES) - len(PRESSED) >= AT_ONCE * len(NAMES)
    assert len(NAMES) >= 30
    assert 2 * sum(name.startswith("ja_") for name in NAMES) >= len(NAMES)


def test_thirty_pastes_and_more_are_copied_and_nine_of_ten_of_these_read_at_once() -> None:
    names = copied()

    assert len(names) >= 30
    assert set(names) <= set(NAMES)
    assert len(set(names) - set(PRESSED)) >= AT_ONCE * len(names)
    assert f"\n{len(names)} of the {len(NAMES)} lists are copied" in (PASTES / "README.md").read_text(encoding="utf-8")


def test_every_paste_says_where_its_headings_are_from() -> None:
    rows = (PASTES / "README.md").read_text(encoding="utf-8").splitlines()

    named = [name.strip() for line in rows if line.startswith("|") for name in line.split("|")[1].split(",")]

    assert sorted(named) == sorted(["paste", "---", *NAMES])
