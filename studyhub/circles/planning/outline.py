"""The lines of a table of contents as a person corrected them, and what of them is read. Computes only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyhub.circles.planning.line_groups import LineGroup, indexes
from studyhub.circles.planning.planner import ChapterToRead
from studyhub.circles.toc import LineKind, TocLine, page_counts, read_toc

LEAVES_PART = {LineKind.APPENDIX, LineKind.BACK}


@dataclass(frozen=True)
class OutlineLine:
    """One line. A ticked one is a chapter of the circle, and one read before today needs no meeting.

    `depth` is 1 for the outermost lines.
    """

    kind: LineKind
    number: str | None
    title: str
    page: int | None
    is_ticked: bool
    is_read_before: bool = False
    depth: int = 1


def read(text: str) -> list[OutlineLine]:
    """Every non-blank line, chapters ticked. Raises toc.TocTooLong."""
    return [
        OutlineLine(
            line.kind, line.number, line.title, line.page, is_ticked=line.kind is LineKind.CHAPTER, depth=line.depth
        )
        for line in read_toc(text)
    ]


def ticked_only(lines: Sequence[OutlineLine], groups: Sequence[LineGroup]) -> list[OutlineLine]:
    """The lines, those of these groups ticked and no others."""
    chosen = indexes(lines, groups)
    return [replace(line, is_ticked=index in chosen) for index, line in enumerate(lines)]


def pages_of(lines: Sequence[OutlineLine]) -> list[int | None]:
    """How many pages each chapter, appendix and ticked line has; None where the book does not tell."""
    return page_counts([_as_toc_line(place, line) for place, line in enumerate(lines, start=1)])


def _as_toc_line(place: int, line: OutlineLine) -> TocLine:
    kind = LineKind.CHAPTER if line.is_ticked else line.kind
    return TocLine(place, kind, line.number, line.title, line.page, None, line.title)


def parts_of(lines: Sequence[OutlineLine]) -> list[str | None]:
    """The part each line belongs to; appendices and back matter belong to none."""
    parts: list[str | None] = []
    part: str | None = None
    for line in lines:
        if line.kind is LineKind.PART:
            part = line.title
        elif line.kind in LEAVES_PART:
            part = None
        parts.append(part if line.kind is not LineKind.PART else None)
    return parts


def to_read(lines: Sequence[OutlineLine]) -> list[ChapterToRead]:
    """The chapters that need a meeting; each one's key is the index of its line."""
    return [
        ChapterToRead(line.number, line.title, pages, key=index)
        for index, (line, pages) in enumerate(zip(lines, pages_of(lines), strict=True))
        if line.is_ticked and not line.is_read_before
    ]
