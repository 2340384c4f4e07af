"""Where the blocks `:::internal … :::` of a note are.

* A block begins at `:::internal` in any case and width, with any number of colons from three, at any depth of quotes
  and lists, with or without a title, even in the middle of a line or in indented code. Only within a closed code
  fence, or directly after a backtick, is it text; survivors.py says which of these may leave.
* It ends at a line of nothing but at least as many colons, outside code and comments, not deeper in quotes or lists
  than the block itself. Any `:::name` within it opens a block of its own that must end first.
* Without an end it goes to the end of the note.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studyhub.notes.parsing.dialects import FIRST, NEWEST
from studyhub.notes.text.code_lines import CodeLines, code_lines
from studyhub.notes.text.comments import comments
from studyhub.notes.text.lines import LIST_ITEM, column_of, folded, leading_of, lines_of

# Possessive, and only from the first colon of a run: a line of 100 000 colons is read once.
ANY_OPENING = re.compile(r"(?<!:)(?P<colons>:{3,}+)[\s{\[(.#*_\"'-]*+internal")
OPENING = re.compile(r"(?<!`)" + ANY_OPENING.pattern)
COLONS = re.compile(r"(?P<colons>:{3,}+)")
BLANK = re.compile(r"[ \t>]*+$")
# CommonMark lets a line be indented by three spaces before it means something else.
FREE_COLUMNS = 3


@dataclass(frozen=True)
class Region:
    """The internal lines from `start` to `end` (exclusive, counted from 0)."""

    start: int
    end: int
    is_closed: bool


@dataclass
class Block:
    """An opened block: how many colons end it, and the deepest place where its end may stand."""

    colons: int
    quotes: int
    column: int

    def rise_to(self, quotes: int, column: int) -> None:
        """Whoever steps out of a quote or begins a list further out makes what comes later stand deeper."""
        self.quotes = min(self.quotes, quotes)
        self.column = min(self.column, column)


def regions(text: str, dialect: int = NEWEST) -> list[Region]:
    """Where the internal blocks of a legal text are, in order."""
    lines = [folded(line.removesuffix("\n")) for line in lines_of(text)]
    if not any(OPENING.search(line) for line in lines):
        return []
    code = code_lines(text, dialect)
    remarks = [] if dialect == FIRST else comments(text, code)
    no_end = code.possible.union(*(range(remark.first, remark.last + 1) for remark in remarks))
    return list(scan(lines, code, no_end))


def scan(lines: list[str], code: CodeLines, no_end: set[int]) -> Iterator[Region]:
    start = 0
    opened: list[Block] = []
    for number, line in enumerate(lines):
        if opened and number not in no_end and is_end(line, opened[-1]):
            close(opened)
            if not opened:
                yield Region(start, number + 1, is_closed=True)
        elif number not in code.certain and (block := begun(line, is_inside=bool(opened))):
            start = start if opened else number
            opened.append(block)
        elif opened and number not in code.possible:
            follow(line, opened[-1])
    if opened:
        yield Region(start, len(lines), is_closed=False)


def is_end(line: str, block: Block) -> bool:
    prefix = leading_of(line)
    colons = COLONS.match(line, len(prefix))
    if not colons or LIST_ITEM.match(line) or line[colons.end() :].strip():
        return False
    is_long_enough = len(colons[0]) >= block.colons
    return is_long_enough and prefix.count(">") <= block.quotes and column_of(prefix) <= block.column


def close(opened: list[Block]) -> None:
    ended = opened.pop()
    if opened:
        opened[-1].rise_to(ended.quotes, ended.column)


def begun(line: str, *, is_inside: bool) -> Block | None:
    """The block that begins on this line; inside another, whatever its name."""
    prefix = leading_of(line)
    found = OPENING.search(line)
    if not found and is_inside and (colons := COLONS.match(line, len(prefix))) and line[colons.end() :].strip():
        found = colons
    if not found:
        return None
    return Block(len(found["colons"]), prefix.count(">"), max(column_of(prefix), FREE_COLUMNS))


def follow(line: str, block: Block) -> None:
    if BLANK.match(line):
        return
    prefix = leading_of(line)
    item = LIST_ITEM.match(line)
    # One column further in than its marker is still not within the item.
    block.rise_to(prefix.count(">"), column_of(item[0]) if item else block.column)
