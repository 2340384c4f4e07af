"""Markers that are still in a text after everything internal is cut: which refuse approval, and which are only shown.

A marker shown within a closed code fence is text. Every other one refuses approval: beside a mistyped `:::internl` the
secret stays in the text. A fence is believed to be one where nothing suggests that the end of another one before it
was forgotten; then what stands in it was never meant to be code.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from markdown_it.token import Token

from studyhub.notes.parsing import syntax
from studyhub.notes.parsing.dialects import FIRST
from studyhub.notes.text.code_lines import is_closed_fence
from studyhub.notes.text.comments import BEGIN, END, SIGN
from studyhub.notes.text.internal_blocks import ANY_OPENING, COLONS
from studyhub.notes.text.lines import Line, folded, leading_of, text_of

END_OF_BLOCK = re.compile(r":{3,}\s*\Z")
FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True)
class Survivors:
    """Lines of the whole note, from 1, in order: what refuses approval, and what is shown in code."""

    refused: tuple[int, ...]
    shown: tuple[int, ...]


def survivors_in(lines: list[Line], dialect: int) -> Survivors:
    """The markers in the lines that are left after the cut.

    That is the opening anywhere, in code, escaped or written with entities too; outside code any line that begins with
    three colons and is no beginning or end of a box; a box without an end; and a comment the scanner did not see, or
    one in code that may be none.
    """
    text = text_of(lines)
    if ":" not in (plain := folded(unescape(text))) and SIGN not in text:
        return Survivors((), ())
    found = Blocks(text, dialect)
    openings = set(opening_lines(lines)) if "internal" in plain.replace("\\", "") else set()
    refused = {number for number in openings if number not in found.trusted}
    refused |= {number for number in colon_lines(lines) if number not in found.code | found.marks} | found.unclosed
    if dialect != FIRST and SIGN in text:
        refused |= set(comment_lines(text, dialect)) | doubtful_comments(lines, found)
    return Survivors(numbers(lines, refused), numbers(lines, openings - refused))


def open_fences_in(lines: list[Line], dialect: int) -> tuple[int, ...]:
    """Lines of the whole note, from 1, that begin code whose end is missing: then no code is believed to be some."""
    text = text_of(lines)
    if "```" not in text and "~~~" not in text:
        return ()
    tokens = syntax.blocks(text if text.endswith("\n") else text + "\n", dialect)
    fences = [token for token in tokens if token.type == "fence" and not is_closed(token)]
    return numbers(lines, (token.map[0] for token in fences if token.map))


def doubtful_comments(lines: list[Line], found: "Blocks") -> set[int]:
    """Where a comment is shown in code that may be none."""
    doubtful = found.code - found.trusted
    return {number for number, line in enumerate(lines) if number in doubtful and SIGN in line.text}


def numbers(lines: list[Line], indexes: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({lines[min(index, len(lines) - 1)].number for index in indexes}))


class Blocks:
    """Lines by what the parser takes them for: code, code that is trusted, ends of boxes, boxes without an end."""

    def __init__(self, text: str, dialect: int) -> None:
        ended = text if text.endswith("\n") else text + "\n"
        self.code: set[int] = set()
        self.trusted: set[int] = set()
        self.marks: set[int] = set()
        self.unclosed: set[int] = set()
        tokens = syntax.blocks(ended, dialect)
        for token in tokens:
            if token.map and token.type in ("message_open", "details_open"):
                self.take_box(token, *token.map)
        fences = [token for token in tokens if token.type == "fence" and token.map]
        for token in fences:
            self.take_fence(token)
        if not all(map(is_closed, fences)):
            self.trusted = set()

    def take_box(self, token: Token, start: int, end: int) -> None:
        if token.meta["colons"] == 0:
            return
        if token.meta["is_closed"]:
            self.marks |= {start, end - 1}
        else:
            self.unclosed.add(start)

    def take_fence(self, token: Token) -> None:
        if is_closed(token) and token.map:
            lines = set(range(token.map[0] + 1, token.map[1] - 1))
            self.code |= lines
            if not looks_forgotten(token):
                self.trusted |= lines


def is_closed(token: Token) -> bool:
    return token.map is not None and is_closed_fence(token, token.map[1] - token.map[0])


def looks_forgotten(token: Token) -> bool:
    """Whether the end of this code may have been forgotten, so that what ends it was to begin other code.

    Then a line in it could begin a fence of its kind, or it holds the beginning of something hidden without its end.
    """
    fences = (FENCE.match(line) for line in token.content.split("\n"))
    if any(found and found["fence"].startswith(token.markup) for found in fences):
        return True
    _, sign, rest = token.content.rpartition(SIGN)
    return bool(sign and END not in rest) or hides_without_end(token.content)


def hides_without_end(code: str) -> bool:
    """Whether something follows the last opening, and no end does."""
    followers: list[str] | None = None
    for line in map(folded, code.split("\n")):
        if ANY_OPENING.search(line):
            followers = []
        elif followers is not None and END_OF_BLOCK.match(line, len(leading_of(line))):
            followers = None
        elif followers is not None and line.strip(" \t>`~"):
            followers.append(line)
    return bool(followers)


def opening_lines(lines: list[Line]) -> Iterator[int]:
    """The lines, from 0, on which an opening stands, however it is written."""
    plain = [folded(unescape(line.text).replace("\\", "")).replace("\n", " ") for line in lines]
    text = "\n".join(plain)
    place = number = 0
    for found in ANY_OPENING.finditer(text):
        number += text.count("\n", place, found.start())
        place = found.start()
        yield number
        yield number + found[0].count("\n")


def colon_lines(lines: list[Line]) -> Iterator[int]:
    for number, line in enumerate(lines):
        plain = folded(line.text)
        if COLONS.match(plain, len(leading_of(plain))):
            yield number


def comment_lines(text: str, dialect: int) -> Iterator[int]:
    """Where the parser would show a comment, or its beginning, in what is no code."""
    for token in syntax.tree(text, dialect):
        if token.type == "inline" and SIGN in token.content and token.map:
            shown = sum(child.content.count(SIGN) for child in token.children or [] if child.type == "code_inline")
            if len(BEGIN.findall(token.content)) > shown:
                yield token.map[0]
