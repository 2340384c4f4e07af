"""What in a table of contents is worth a look before it is planned; all else is taken as it was read. Computes only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from studyhub.circles.planning.typed_lines import TypedLine, page_number
from studyhub.circles.toc import LineKind

# Front matter longer than this is often a chapter under another name.
FRONT_MAX_PAGES = 10


class DoubtKind(StrEnum):
    """Why a line is asked about."""

    PAGE_GOES_BACK = "page_goes_back"
    NUMBER_LEFT_OUT = "number_left_out"
    NUMBER_TWICE = "number_twice"
    SHORT_TITLE = "short_title"
    LONG_FRONT = "long_front"


@dataclass(frozen=True)
class Doubt:
    """A line by its place, and the line before that it is compared with; `pages` is how long front matter is."""

    kind: DoubtKind
    index: int
    line: TypedLine
    before_index: int
    before: TypedLine
    pages: int = 0

    @property
    def key(self) -> str:
        """What an answer is remembered by: of other numbers or titles it is asked anew."""
        told = (self.before.number, self.before.page, self.line.number, self.line.page, self.line.title[:20])
        return "|".join((self.kind.value, str(self.index), *told))


def doubts(lines: Sequence[TypedLine], settled: Sequence[str] = ()) -> list[Doubt]:
    """What nobody has answered yet, in the order of the lines."""
    placed = list(enumerate(lines))
    found = [*_pages(placed), *_numbers(placed), *_titles(placed), *_front(placed)]
    return sorted((one for one in found if one.key not in settled), key=lambda one: one.index)


Placed = Sequence[tuple[int, TypedLine]]


def _pages(placed: Placed) -> Iterator[Doubt]:
    # Front matter is numbered by itself.
    paged = [(index, line) for index, line in placed if page_number(line.page) and line.kind != LineKind.FRONT]
    chapters = [(index, line) for index, line in paged if line.kind == LineKind.CHAPTER or line.is_ticked]
    told = set()
    # Two chapters say more than the last section of one beside the next.
    for (before_index, before), (index, line) in (*pairwise(chapters), *pairwise(paged)):
        if _page(line) < _page(before) and index not in told:
            told.add(index)
            yield Doubt(DoubtKind.PAGE_GOES_BACK, index, line, before_index, before)


def _page(line: TypedLine) -> int:
    return page_number(line.page) or 0


def _numbers(placed: Placed) -> Iterator[Doubt]:
    numbered = [(index, line) for index, line in placed if line.kind == LineKind.CHAPTER and page_number(line.number)]
    seen: dict[int, tuple[int, TypedLine]] = {}
    for (before_index, before), (index, line) in pairwise(numbered):
        last, number = page_number(before.number) or 0, page_number(line.number) or 0
        seen.setdefault(last, (before_index, before))
        if number == 1:
            # Each part may count for itself.
            seen = {}
        elif number in seen:
            yield Doubt(DoubtKind.NUMBER_TWICE, index, line, *seen[number])
        elif number > last + 1:
            yield Doubt(DoubtKind.NUMBER_LEFT_OUT, index, line, before_index, before)


def _titles(placed: Placed) -> Iterator[Doubt]:
    for index, line in placed:
        if line.is_ticked and len(line.title) == 1:
            yield Doubt(DoubtKind.SHORT_TITLE, index, line, index, line)


def _front(placed: Placed) -> Iterator[Doubt]:
    paged = [(index, line) for index, line in placed if page_number(line.page)]
    for (index, line), (_next_index, following) in pairwise(paged):
        pages = _page(following) - _page(line)
        if line.kind == LineKind.FRONT and not line.is_ticked and pages > FRONT_MAX_PAGES:
            yield Doubt(DoubtKind.LONG_FRONT, index, line, index, line, pages)
