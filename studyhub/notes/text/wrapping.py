"""Text that was wrapped at a width, as in mails and books: its line ends mean nothing, and here each would be one."""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from studyhub.notes.parsing import syntax
from studyhub.notes.parsing.characters import is_full_width_punctuation, is_japanese, legal
from studyhub.notes.parsing.dialects import NEWEST

KEPT_END = re.compile(r"(?: {2}|\\|<br[ \t]*/?>)\s*\Z", re.IGNORECASE)
END_MAX_CHARS = 16
CONTINUED = re.compile(r"[ \t>]*")
# Such lines may hide something: they stay where they are.
SIGNS = (":::", "<!--", "-->", "：：：")
WIDTHS = range(40, 121)
WIDTH_SPREAD = 24
LINES_MIN = 3


def looks_wrapped(source: str) -> bool:
    """Whether a paragraph has lines of about one width, but for its last one."""
    return any(is_wrapped(lines) for _, lines in paragraphs(legal(source)))


def is_wrapped(lines: list[str]) -> bool:
    widths = [width(line.strip()) for line in lines[:-1]]
    is_even = len(lines) >= LINES_MIN and max(widths) - min(widths) <= WIDTH_SPREAD
    return is_even and all(each in WIDTHS for each in widths)


def width(line: str) -> int:
    """In half-width columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def unwrapped(source: str) -> str:
    """The text with each paragraph on one line, but for line ends that were meant. Code and the like stay."""
    text = legal(source)
    lines = text.split("\n")
    for start, paragraph in reversed(list(paragraphs(text))):
        lines[start : start + len(paragraph)] = joined(paragraph)
    return "\n".join(lines)


def paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs of several lines: the number of the first, from 0, and the lines."""
    lines = text.split("\n")
    tokens = syntax.blocks(text if text.endswith("\n") else text + "\n", NEWEST)
    for token in tokens:
        if token.type == "paragraph_open" and token.map and token.map[1] - token.map[0] > 1:
            found = lines[slice(*token.map)]
            if not any(sign in line for line in found for sign in SIGNS) and not found[0].lstrip().startswith("$$"):
                yield token.map[0], found


def joined(lines: list[str]) -> list[str]:
    whole = [lines[0]]
    for line in lines[1:]:
        words = line[len((CONTINUED.match(line) or [""])[0]) :]
        if KEPT_END.search(whole[-1][-END_MAX_CHARS:]) or not words:
            whole.append(line)
        else:
            before = whole[-1].rstrip()
            whole[-1] = before + between(before[-1:], words[:1]) + words
    return whole


def between(before: str, after: str) -> str:
    """Japanese goes on without a space."""
    if not before or is_full_width_punctuation(before) or is_full_width_punctuation(after):
        return ""
    return "" if is_japanese(before) and is_japanese(after) else " "
