"""Where words stand in a text as it is written: the pieces to mark, and the part of a long text to show."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from studyhub.text.searching import searchable

BEFORE_CHARS, SHOWN_CHARS = 40, 140
WINDOW_CHARS, OVERLAP_CHARS = 400, 100
# A letter with the marks that become one letter with it, half-width ones too.
LETTER = re.compile("(?s:.)[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")


class Piece(NamedTuple):
    """A run of text, and whether it is one of the words."""

    text: str
    is_hit: bool


def around(text: str, words: Sequence[str]) -> list[Piece]:
    """A few lines of a text from shortly before the first of the words on; its beginning when none stands in it."""
    start = max((_first_hit(text, words) or 0) - BEFORE_CHARS, 0)
    end = start + SHOWN_CHARS
    pieces = marked(text[start:end], words)
    if start > 0:
        pieces.insert(0, Piece("…", is_hit=False))
    if end < len(text):
        pieces.append(Piece("…", is_hit=False))
    return pieces


def _first_hit(text: str, words: Sequence[str]) -> int | None:
    """Where the first of the words begins. Only the window it stands in is looked at letter by letter."""
    for offset in range(0, len(text), WINDOW_CHARS):
        window = text[offset : offset + WINDOW_CHARS + OVERLAP_CHARS]
        form = searchable(window)
        if any(word in form for word in words):
            return offset + min((start for start, _end in _spans(window, words)), default=0)
    return None


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text in pieces; words that touch or overlap are one piece."""
    pieces, done = [], 0
    for start, end in _joined(_spans(text, words)):
        pieces += [Piece(text[done:start], is_hit=False), Piece(text[start:end], is_hit=True)]
        done = end
    return [piece for piece in [*pieces, Piece(text[done:], is_hit=False)] if piece.text]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@lru_cache(4096)
def _form(letter: str) -> str:
    # The same few hundred letters make up every text.
    return " " if letter.isspace() else searchable(letter)


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words begin and end, in the text as written: its form to be searched has other lengths."""
    form, origins = "", []
    for letter in LETTER.finditer(text):
        written = _form(letter[0])
        form += written
        origins += [letter.span()] * len(written)
    return [
        (origins[found.start()][0], origins[found.end() - 1][1])
        for word in words
        for found in re.finditer(re.escape(word), form)
    ]
