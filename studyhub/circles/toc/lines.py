"""The lines of a pasted table of contents: what each one says, and how deep it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from studyhub.circles.toc.marks import (
    BULLET,
    CHECKBOX,
    HEADING,
    INVISIBLE,
    NUMBERED_BOX,
    SLASH,
    TAG,
    fold,
    is_link,
    plain,
)

WIDTHS = {"\t": 4, "\u3000": 2}
# Every heading stands above every line that is none.
BELOW_HEADINGS = 10
DEEPEST_INDENT = 1_000
# Deeper than every other line: nothing stands under what is no line of the book.
ASIDE_DEPTH = 100_000

WORD = re.compile(r"[^\W_]")
WAY = (
    r"(?i:next|prev|previous|up|back(?: to)?)\s*(?:chapter|page|section)?\s*(?::|->|→|»|›|>)"
    r"|(?:次|前|つぎ|まえ)(?:の(?:章|節|ページ|回))?(?:へ|は)?\s*(?::|->|→|»|›|>)|(?:目次|トップ)(?:へ|に)(?:戻る|もどる)"
    r"|(?:«|‹|←|<-)\s*(?i:prev|back|前)"
)
WAYS = re.compile(WAY)


class Mark(StrEnum):
    """What a line begins with."""

    HEADING = "heading"
    BULLET = "bullet"
    NONE = "none"


@dataclass(frozen=True)
class SourceLine:
    """A non-blank line: `body` is what is left without indentation, bullet and Markdown; a larger depth is deeper.

    `is_aside` is no line of the book: a ruler, a comment, the way to the next page.
    """

    number: int
    text: str
    body: str
    depth: int
    mark: Mark = Mark.NONE
    is_link: bool = False
    is_aside: bool = False


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Every non-blank line with its number in the text, counted from 1."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if line.strip():
            yield number, line


def source_lines(lines: Iterable[tuple[int, str]]) -> Iterator[SourceLine]:
    """Each line, read.

    A line under a Markdown heading stands deeper than the heading; a bulleted one deeper than a plain one beside it.
    """
    in_comment = False
    for number, line in lines:
        body = line.strip().strip(INVISIBLE).strip()
        in_comment = in_comment or body.startswith("<!--")
        if in_comment or is_aside(body):
            yield SourceLine(number, line, body, ASIDE_DEPTH, is_aside=True)
            in_comment = in_comment and not body.endswith("-->")
            continue
        yield read_line(number, line, body)


def is_aside(body: str) -> bool:
    """Whether the line holds no word, or leads elsewhere."""
    return WORD.search(TAG.sub("", body)) is None or WAYS.match(fold(body)) is not None


def read_line(number: int, line: str, body: str) -> SourceLine:
    """One line that is a line of the book."""
    if found := HEADING.match(fold(body)):
        rest = body[found.end() :]
        return SourceLine(number, line, plain(rest), len(found[1]), Mark.HEADING, is_link(rest))
    if found := SLASH.match(body):
        body = body[found.end() :]
    bullet = BULLET.match(fold(body))
    rest = body[bullet.end() :] if bullet else body
    if found := CHECKBOX.match(rest):
        rest = rest[found.end() :]
    if found := NUMBERED_BOX.match(rest):
        rest = found[1] + rest[found.end() :]
    depth = BELOW_HEADINGS + 2 * indent(line) + (bullet is not None)
    return SourceLine(number, line, plain(rest), depth, Mark.BULLET if bullet else Mark.NONE, is_link(rest))


def indent(line: str) -> int:
    """The width of the leading blanks in columns; an ideographic space is two, a tab four."""
    line = line.lstrip("\ufeff")
    blanks = line[: len(line) - len(line.lstrip())]
    return min(sum(WIDTHS.get(blank, 1) for blank in blanks), DEEPEST_INDENT)
