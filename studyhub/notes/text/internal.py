"""What is marked `:::internal … :::`, or hidden in an HTML comment, and must not leave the organisation.

One scanner for page, feed, export and review, working on the source before it is rendered. It fails closed: where a
reader could doubt whether a line is inside, it is.

* Where the blocks are says internal_blocks.py; what remains is searched for comments (comments.py), which in the first
  dialect are text. What still looks like a marker then is for survivors.py.
"""

import re
from dataclasses import dataclass

from studyhub.notes.parsing.characters import legal
from studyhub.notes.parsing.dialects import FIRST, NEWEST
from studyhub.notes.text.code_lines import code_lines
from studyhub.notes.text.comments import END, SIGN, Comment, comments, without_comments
from studyhub.notes.text.internal_blocks import COLONS, OPENING, Region, regions
from studyhub.notes.text.lines import Line, folded, gap, leading_of, lines_of, numbered, text_of
from studyhub.notes.text.survivors import Survivors, open_fences_in, survivors_in

MAX_PASSES = 5


@dataclass(frozen=True)
class Part:
    """A run of whole lines with their line ends; the lines with the markers belong to the internal part."""

    text: str
    is_internal: bool


def cut(source: str, dialect: int = NEWEST) -> str:
    """The legal text of the note without what is internal: all that page, feed, export and review may show.

    An empty line stays where a block stood, so that the texts around it do not run together.
    """
    return text_of(cut_lines(source, dialect))


def cut_lines(source: str, dialect: int = NEWEST) -> list[Line]:
    """As `cut`, in lines that know their number in the whole note."""
    lines = numbered(legal(source))
    for _ in range(MAX_PASSES):
        # Without the blocks a fence around another marker may no longer be one: look until nothing more is found.
        before, lines = lines, cut_once(lines, dialect)
        if text_of(lines) == text_of(before):
            return lines
    return []


def cut_once(lines: list[Line], dialect: int) -> list[Line]:
    lines = without_blocks(lines, dialect)
    text = text_of(lines)
    if dialect == FIRST or SIGN not in text:
        return lines
    return without_comments(lines, text, code_lines(text, dialect))


def without_blocks(lines: list[Line], dialect: int) -> list[Line]:
    kept: list[Line] = []
    done = 0
    for region in regions(text_of(lines), dialect):
        first = lines[region.start]
        kept += [*lines[done : region.start], Line(first.number, gap(first.text))]
        done = region.end
    return kept + lines[done:]


def split(source: str) -> list[Part]:
    """The legal text of the note in order, taken apart into what may leave and what is in internal blocks."""
    text = legal(source)
    lines = lines_of(text)
    parts: list[Part] = []
    done = 0
    for region in regions(text):
        parts.append(Part("".join(lines[done : region.start]), is_internal=False))
        parts.append(Part("".join(lines[region.start : region.end]), is_internal=True))
        done = region.end
    parts.append(Part("".join(lines[done:]), is_internal=False))
    return [part for part in parts if part.text]


def survivors(source: str, dialect: int = NEWEST) -> Survivors:
    """What still looks like a marker after the cut: on which lines of the whole note it refuses approval, and where
    it is only shown in code.
    """
    return survivors_in(cut_lines(source, dialect), dialect)


def open_fences(source: str) -> tuple[int, ...]:
    """On which lines of the whole note code begins, outside what is cut, whose end is missing."""
    return open_fences_in(cut_lines(source), NEWEST)


def has_marker(source: str, dialect: int = NEWEST) -> bool:
    """Whether a marker survives the cut where it is not code: then nobody may approve the note."""
    return bool(survivors(source, dialect).refused)


def hidden_count(source: str) -> int:
    """How many parts of a text do not leave: internal blocks, and comments wherever they begin."""
    text = legal(source)
    return len(regions(text)) + len(comments_of(text))


def unmarked(source: str) -> tuple[str, list[Region]]:
    """The whole legal text without its markers, and where the internal lines are: for the page inside.

    Only the outermost markers go, and every line keeps its number. A comment within a line stays as it is.
    """
    text = legal(source)
    lines = lines_of(text)
    found = regions(text)
    for region in found:
        lines[region.start] = without(OPENING, lines[region.start])
        if region.is_closed:
            lines[region.end - 1] = without(COLONS, lines[region.end - 1])
    covered = {line for region in found for line in range(region.start, region.end)}
    for comment in comments_of(text):
        if covered.isdisjoint(range(comment.first, comment.last + 1)) and stands_alone(comment, lines):
            without_signs(comment, lines)
            found.append(Region(comment.first, comment.last + 1, comment.is_closed))
    return "".join(lines), sorted(found, key=lambda region: region.start)


def comments_of(text: str) -> list[Comment]:
    return comments(text, code_lines(text)) if SIGN in text else []


def stands_alone(comment: Comment, lines: list[str]) -> bool:
    """Whether the comment without its signs is a block of its own, and does not run into the lines around it."""
    before, _, first = lines[comment.first].partition(SIGN)
    last, _, after = lines[comment.last].rpartition(END)
    if leading_of(before) != before or (comment.is_closed and after.strip()):
        return False
    is_one_line = comment.first == comment.last
    begins_apart = (not is_one_line and not first.strip()) or is_blank(lines, comment.first - 1)
    ends_apart = (not is_one_line and not last.strip()) or is_blank(lines, comment.last + 1)
    return begins_apart and ends_apart


def is_blank(lines: list[str], number: int) -> bool:
    return not 0 <= number < len(lines) or not lines[number].strip(" \t>\n")


def without_signs(comment: Comment, lines: list[str]) -> None:
    if comment.is_closed:
        before, _, after = lines[comment.last].rpartition(END)
        lines[comment.last] = before + after
    lines[comment.first] = lines[comment.first].replace(SIGN, "", 1)


def without(marker: re.Pattern[str], line: str) -> str:
    """The line without the marker; as it is where invisible characters hide which of them the marker is."""
    plain = folded(line)
    found = marker.search(plain)
    return line[: found.start()] + line[found.end() :] if found and len(plain) == len(line) else line
