"""HTML comments of a note: people hide remarks in them, and elsewhere nobody sees them, so they never leave.

As with internal.py, where a reader could doubt whether something is within a comment, it is. A comment begins outside
closed code fences and code within a line, ends at the first `-->` outside of all code, and without one goes to the
end of the note.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyhub.notes.text.code_lines import CodeLines
from studyhub.notes.text.lines import Line, gap, leading_of, lines_of

# Behind a backslash it is text everywhere.
BEGIN = re.compile(r"(?<!\\)(?:\\\\)*(?P<sign><!--)")
SIGN, END = "<!--", "-->"
BACKTICKS = re.compile(r"(?<!\\)`+")


@dataclass(frozen=True)
class Comment:
    """From character `start` to `end` (exclusive), on the lines `first` to `last` (inclusive, from 0)."""

    start: int
    end: int
    first: int
    last: int
    is_closed: bool


class Places:
    """Which line a character stands on, and whether it is code."""

    def __init__(self, text: str, code: CodeLines) -> None:
        self.lines = lines_of(text)
        self.code = code
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.spans: dict[int, list[tuple[int, int]]] = {}

    def line_of(self, place: int) -> int:
        return min(bisect_right(self.starts, place) - 1, len(self.lines) - 1)

    def is_shown(self, place: int) -> bool:
        """Whether a comment that begins here is code, and so seen by everybody."""
        line = self.line_of(place)
        if line in self.code.certain:
            return True
        if line not in self.spans:
            self.spans[line] = code_spans(self.lines[line])
        column = place - self.starts[line]
        spans = self.spans[line]
        before = bisect_right(spans, (column, len(self.lines[line])))
        return before > 0 and column < spans[before - 1][1]


def comments(text: str, code: CodeLines) -> list[Comment]:
    """The comments of a legal text, in order."""
    return list(found(text, Places(text, code))) if SIGN in text else []


def found(text: str, places: Places) -> Iterator[Comment]:
    place = 0
    while begin := BEGIN.search(text, place):
        start = begin.start("sign")
        place = start + len(SIGN)
        if not places.is_shown(start):
            end = end_of(text, place, places)
            place = len(text) if end is None else end
            yield Comment(start, place, places.line_of(start), places.line_of(place - 1), is_closed=end is not None)


def end_of(text: str, place: int, places: Places) -> int | None:
    """The place behind the comment's end. An arrow of a diagram in a code fence is none."""
    while (end := text.find(END, place)) >= 0:
        if places.line_of(end) not in places.code.possible:
            return end + len(END)
        place = end + len(END)
    return None


def code_spans(line: str) -> list[tuple[int, int]]:
    """Where code within a line stands, as far as the line alone can tell."""
    runs = list(BACKTICKS.finditer(line))
    following: list[int | None] = [None] * len(runs)
    last: dict[int, int] = {}
    for index in reversed(range(len(runs))):
        length = len(runs[index][0])
        following[index], last[length] = last.get(length), index
    spans, index = [], 0
    while index < len(runs):
        closing = following[index]
        if closing is not None:
            spans.append((runs[index].end(), runs[closing].start()))
        index = (index if closing is None else closing) + 1
    return spans


def without_comments(lines: Sequence[Line], text: str, code: CodeLines) -> list[Line]:
    """The lines of the text without what stands in comments; each keeps the number it had."""
    pieces: list[Line] = []
    done = 0
    places = [0]
    for line in lines:
        places.append(places[-1] + len(line.text))
    for comment in comments(text, code):
        start, end, stays = widened(comment, text, places)
        pieces += between(lines, places, done, start)
        pieces.append(Line(lines[comment.first].number, stays))
        done = end
    pieces += between(lines, places, done, len(text))
    return rejoined(pieces)


def widened(comment: Comment, text: str, places: Sequence[int]) -> tuple[int, int, str]:
    """What is cut, from where to where, and what stays: an empty line where whole lines go."""
    start, end = places[comment.first], places[comment.last + 1]
    before, after = text[start : comment.start], text[comment.end : end]
    if leading_of(before) == before and not after.strip():
        return start, end, gap(before)
    return comment.start, comment.end, ""


def between(lines: Sequence[Line], places: Sequence[int], start: int, end: int) -> Iterator[Line]:
    """The text from one character to another, in pieces of lines."""
    index = bisect_right(places, start) - 1
    while start < end:
        stop = min(places[index + 1], end)
        yield Line(lines[index].number, lines[index].text[start - places[index] : stop - places[index]])
        start, index = stop, index + 1


def rejoined(pieces: Sequence[Line]) -> list[Line]:
    """Pieces of lines as whole lines, each with the number of its first piece."""
    joined: list[Line] = []
    open_pieces: list[Line] = []
    for piece in pieces:
        open_pieces.append(piece)
        if piece.text.endswith("\n"):
            joined.append(Line(open_pieces[0].number, "".join(one.text for one in open_pieces)))
            open_pieces = []
    if open_pieces:
        joined.append(Line(open_pieces[0].number, "".join(one.text for one in open_pieces)))
    return joined
