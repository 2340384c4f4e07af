"""Reads a pasted table of contents. Computes only."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.circles.toc_entries import LineKind
from studyhub.circles.toc_labels import read_label, tidy
from studyhub.circles.toc_lines import source_lines
from studyhub.circles.toc_pages import split_pages
from studyhub.circles.toc_structure import outlined, part_titles

__all__ = ["BYTES_MAX", "LINES_MAX", "LineKind", "TocLine", "TocTooLong", "page_counts", "read_toc"]

BYTES_MAX = 100 * 1024
LINES_MAX = 2000

# What a person reads at one go, and so is counted in pages.
COUNTED = {LineKind.CHAPTER, LineKind.APPENDIX}
BOUNDARIES = {*COUNTED, LineKind.PART, LineKind.BACK}


class TocTooLong(Exception):
    """The text has more than BYTES_MAX bytes of UTF-8 or LINES_MAX non-blank lines."""


@dataclass(frozen=True)
class TocLine:
    """One non-blank line of a table of contents.

    `line_number` counts all lines of the text from 1. `number` is as printed, in plain characters and without what
    surrounds it: "13", "一", "I", "ONE", "A", "1.2"; None for chapters that have a name instead (序章), which stays in
    the title. `title` is never empty. `page` is where it begins, None when unknown or roman. `part` is the title of
    the part it belongs to. `text` is the line as pasted.
    """

    line_number: int
    kind: LineKind
    number: str | None
    title: str
    page: int | None
    part: str | None
    text: str


def read_toc(text: str) -> list[TocLine]:
    """Every non-blank line in order, none left out. Raises TocTooLong."""
    if len(text.encode("utf-8", "surrogatepass")) > BYTES_MAX:
        raise TocTooLong
    sources = list(source_lines(text))
    if len(sources) > LINES_MAX:
        raise TocTooLong
    paged = split_pages([source.body for source in sources])
    labels = [read_label(body) for body, _ in paged]
    entries = outlined(labels, [source.depth for source in sources], [tidy(body) for body, _ in paged])
    parts = part_titles(entries)
    return [
        TocLine(source.number, entry.kind, entry.number, entry.title or source.text.strip(), page, part, source.text)
        for source, (_, page), entry, part in zip(sources, paged, entries, parts, strict=True)
    ]


def page_counts(lines: Sequence[TocLine]) -> list[int | None]:
    """The pages of each chapter and appendix: up to where the next of them, a part or the back matter begins.

    None for other lines, and where either page is unknown or they fall. Parts without a page are passed over.
    """
    counts: list[int | None] = []
    end: int | None = None
    for line in reversed(lines):
        counts.append(pages_between(line.page, end) if line.kind in COUNTED else None)
        if line.kind in BOUNDARIES and not (line.kind is LineKind.PART and line.page is None):
            end = line.page
    return counts[::-1]


def pages_between(start: int | None, end: int | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    # Two that begin on one page share it.
    return max(end - start, 1)
