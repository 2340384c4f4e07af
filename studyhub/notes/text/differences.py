"""What changed between two revisions of a note, for people: changed lines with some context, changed words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from studyhub.notes.text.line_matching import Change, changes

CONTEXT_LINES = 2
# Words of one kind in Latin script, single characters in Japanese, where no spaces say what a word is.
WORDS = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
# Above these a changed line is shown as changed altogether.
LINE_MAX_WORDS = 400
MAX_COMPARED_WORDS = 20_000
# As line_matching.MAX_WORK, for a single line: 400 times the same word against 400 others took half a second.
LINE_MAX_WORK = 100_000
# Lines less alike than this are two different lines; marks all over them would say nothing.
LEAST_LIKENESS = 0.4


class LineKind(StrEnum):
    """What became of a line."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Span:
    """A part of a line, and whether it differs from the line it was or became."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Line:
    """A line with its numbers, counted from 1, in the old and in the new text; None where it is not."""

    kind: LineKind
    spans: tuple[Span, ...]
    old_number: int | None
    new_number: int | None

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Hunk:
    """Changes that lie close together, with the lines around them; removed lines stand before added ones."""

    lines: tuple[Line, ...]

    @property
    def new_start(self) -> int:
        """The number of the first line that is in the new text; 0 where none is."""
        return next((line.new_number for line in self.lines if line.new_number), 0)


def differences(old: str, new: str) -> list[Hunk]:
    """The changes from `old` to `new` in order, none when only line ends or the final newline differ."""
    return Comparison(split(old), split(new)).hunks()


def split(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return text.split("\n") if text else []


class Comparison:
    """The lines of both texts, and how many words may still be compared."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        self.old, self.new = old, new
        self.words_left = MAX_COMPARED_WORDS

    def hunks(self) -> list[Hunk]:
        return [Hunk(tuple(self.lines_around(close))) for close in neighbours(changes(self.old, self.new))]

    def lines_around(self, close: list[Change]) -> Iterator[Line]:
        """The changes with the context before, between and after them."""
        first_i, _, first_j, _ = close[0]
        before = min(CONTEXT_LINES, first_i, first_j)
        i, j = first_i - before, first_j - before
        for start_i, end_i, start_j, end_j in close:
            yield from self.kept(i, start_i, j)
            yield from self.changed((start_i, end_i, start_j, end_j))
            i, j = end_i, end_j
        yield from self.kept(i, min(i + CONTEXT_LINES, len(self.old)), j)

    def kept(self, start: int, end: int, new_start: int) -> Iterator[Line]:
        for n in range(end - start):
            spans = whole(self.old[start + n], is_changed=False)
            yield Line(LineKind.KEPT, spans, start + n + 1, new_start + n + 1)

    def changed(self, change: Change) -> Iterator[Line]:
        start_i, end_i, start_j, end_j = change
        pairs = zip_longest(self.old[start_i:end_i], self.new[start_j:end_j])
        spans = [self.compared(old, new) for old, new in pairs]
        for n in range(end_i - start_i):
            yield Line(LineKind.REMOVED, spans[n][0], start_i + n + 1, None)
        for n in range(end_j - start_j):
            yield Line(LineKind.ADDED, spans[n][1], None, start_j + n + 1)

    def compared(self, old: str | None, new: str | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Both lines with the differing words marked; whole where there is nothing to mark, or no time for it."""
        old_words, new_words = WORDS.findall(old or ""), WORDS.findall(new or "")
        most = max(len(old_words), len(new_words))
        if old is None or new is None or most > min(LINE_MAX_WORDS, self.words_left):
            return whole(old or "", is_changed=True), whole(new or "", is_changed=True)
        self.words_left -= most
        return marked(old_words, new_words)


def neighbours(found: list[Change]) -> Iterator[list[Change]]:
    """The changes whose contexts touch, together."""
    close: list[Change] = []
    for change in found:
        if close and change[0] - close[-1][1] > 2 * CONTEXT_LINES:
            yield close
            close = []
        close.append(change)
    if close:
        yield close


def whole(line: str, *, is_changed: bool) -> tuple[Span, ...]:
    return (Span(line, is_changed),) if line else ()


def marked(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    found = changes(old, new, max_work=LINE_MAX_WORK)
    alike = len(old) - sum(end - start for start, end, _, _ in found)
    if 2 * alike < LEAST_LIKENESS * (len(old) + len(new)):
        return whole("".join(old), is_changed=True), whole("".join(new), is_changed=True)
    return (
        tuple(spans(old, [(start, end) for start, end, _, _ in found])),
        tuple(spans(new, [(start, end) for _, _, start, end in found])),
    )


def spans(words: Sequence[str], changed: list[tuple[int, int]]) -> Iterator[Span]:
    """The words in order, what lies within one of the ranges marked as changed."""
    done = 0
    for start, end in [*changed, (len(words), len(words))]:
        yield from whole("".join(words[done:start]), is_changed=False)
        yield from whole("".join(words[start:end]), is_changed=True)
        done = end
