"""The lines of a pasted table of contents: what each one says, and how deep it stands."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# One character for one, so that a place found in the folded text is the same place in the original.
FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FOLDED |= dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], ord(" "))

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\x00"
WIDTHS = {"\t": 4, "\u3000": 2}
HEADING_DEPTH = 10_000
DEEPEST_INDENT = 1_000

HEADING = re.compile(r"(#{1,6})[ \t]+")
BULLET = re.compile(r"(?:[-*+][ \t]+|[•‣◦●○■□◆◇▼▶▪・･](?![・･])[ \t]*)(?:\[[ xX]\][ \t]+)?")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)$")


@dataclass(frozen=True)
class SourceLine:
    """A non-blank line: `body` is what is left without indentation, bullet and Markdown; a larger depth is deeper."""

    number: int
    text: str
    body: str
    depth: int


def fold(text: str) -> str:
    """The text with full-width letters, digits, signs and spaces made narrow; never a change in length."""
    return text.translate(FOLDED)


def normal(text: str) -> str:
    """A number as printed, in plain characters: １．１ is 1.1, Ⅲ is III, ① is 1."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def source_lines(text: str) -> Iterator[SourceLine]:
    """Every non-blank line with its number in the text, counted from 1.

    A line under a Markdown heading stands deeper than the heading; a bulleted one deeper than a plain one beside it.
    """
    heading = 0
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        body = line.strip().strip(INVISIBLE).strip()
        if found := HEADING.match(fold(body)):
            heading = len(found[1])
            yield SourceLine(number, line, plain(body[found.end() :]), heading * HEADING_DEPTH)
            continue
        bullet = BULLET.match(fold(body))
        depth = heading * HEADING_DEPTH + 1 + 2 * indent(line) + (bullet is not None)
        yield SourceLine(number, line, plain(body[bullet.end() :] if bullet else body), depth)


def indent(line: str) -> int:
    """The width of the leading blanks in columns; an ideographic space is two, a tab four."""
    line = line.lstrip("\ufeff")
    blanks = line[: len(line) - len(line.lstrip())]
    return min(sum(WIDTHS.get(blank, 1) for blank in blanks), DEEPEST_INDENT)


def plain(body: str) -> str:
    """The text without Markdown emphasis or link around all of it."""
    for mark in ("**", "__", "`"):
        if len(body) > 2 * len(mark) and body.startswith(mark) and body.endswith(mark):
            body = body[len(mark) : -len(mark)].strip()
    link = LINK.match(body)
    return link[1].strip() if link else body
