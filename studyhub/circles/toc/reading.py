"""Reads a pasted table of contents. Computes only."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.circles.toc.brackets import without_loose_brackets
from studyhub.circles.toc.cells import without_cells
from studyhub.circles.toc.cutting import cut_lines
from studyhub.circles.toc.depths import ranks
from studyhub.circles.toc.entries import LineKind
from studyhub.circles.toc.joining import joined
from studyhub.circles.toc.labels import read_label, tidy
from studyhub.circles.toc.lines import SourceLine, numbered_lines, source_lines
from studyhub.circles.toc.pages import ending, split_pages
from studyhub.circles.toc.parts import part_titles
from studyhub.circles.toc.remarks import without_remarks
from studyhub.circles.toc.repeats import announcement
from studyhub.circles.toc.running import without_running_numbers
from studyhub.circles.toc.structure import outlined

BYTES_MAX = 100 * 1024
LINES_MAX = 2000

# What a person reads at one go, and so is counted in pages.
COUNTED = {LineKind.CHAPTER, LineKind.APPENDIX}
BOUNDARIES = {*COUNTED, LineKind.PART, LineKind.BACK}

KEPT_WHILE_READING = (read_label, ending)


class TocTooLong(Exception):
    """The text has more than BYTES_MAX bytes of UTF-8 or LINES_MAX lines."""


@dataclass(frozen=True)
class TocLine:
    """One line of a table of contents: of a text, but for lines that were broken or that had lost their ends.

    `line_number` is that of the text, counted from 1. `number` is as printed, in plain characters and without what
    surrounds it: "13", "一", "I", "ONE", "A", "1.2"; None for chapters that have a name instead (序章), which stays in
    the title. `title` is never empty. `page` is where it begins, None when unknown or roman. `part` is the title of
    the part it belongs to. `text` is what was pasted: joined together the texts hold everything but blanks.
    `depth` is 1 for the outermost lines, 2 for those below them, and so on.
    """

    line_number: int
    kind: LineKind
    number: str | None
    title: str
    page: int | None
    part: str | None
    text: str
    depth: int = 1


def read_toc(text: str) -> list[TocLine]:
    """Every line in order, none left out. Raises TocTooLong."""
    if len(text.encode("utf-8", "surrogatepass")) > BYTES_MAX:
        raise TocTooLong
    pieces = list(cut_lines(list(numbered_lines(text))))
    if len(pieces) > LINES_MAX:
        raise TocTooLong
    try:
        return read_lines(prepared(list(source_lines(pieces))))
    finally:
        # They were of somebody's text, and would stay in memory.
        for kept in KEPT_WHILE_READING:
            kept.cache_clear()


def prepared(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines without what is not the book's: cells of tables, remarks, numbers of lists, breaks."""
    return without_loose_brackets(joined(without_running_numbers(without_remarks(without_cells(lines)))))


def read_lines(lines: Sequence[SourceLine]) -> list[TocLine]:
    """What each line is."""
    aside = announcement(lines)
    bodies = [line.body for line in lines]
    middle = aside.stop if aside.start == 0 else aside.start
    paged = [*split_pages(bodies[:middle]), *split_pages(bodies[middle:])]
    labels = [read_label(body) for body, _ in paged]
    entries = outlined(lines, labels, [tidy(body) for body, _ in paged], aside=aside)
    parts = part_titles(entries)
    return [
        TocLine(line.number, entry.kind, entry.number, entry.title or line.text.strip(), page, part, line.text, depth)
        for line, (_, page), entry, part, depth in zip(lines, paged, entries, parts, ranks(entries), strict=True)
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
