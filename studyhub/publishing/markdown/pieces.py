"""The pieces a line is written from, without what is empty, idle or in the way; still before anything is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from studyhub.publishing.markdown.escaping import ZERO_WIDTH_SPACE


class Kind(Enum):
    TEXT = auto()
    OPENING = auto()
    CLOSING = auto()
    MARKUP = auto()
    LINK_END = auto()
    BREAK = auto()


@dataclass(frozen=True)
class Piece:
    """A part of a line: `text` is still plain for TEXT, and Markdown for everything else."""

    kind: Kind
    text: str


LINK_START = Piece(Kind.MARKUP, "[")
SOFT_BREAK = Piece(Kind.BREAK, "\n")
FIRST_HARD_BREAK = Piece(Kind.BREAK, "\\\n")
# kramdown prints a backslash.
HARD_BREAK = Piece(Kind.BREAK, "  \n")
# Two line ends would end the paragraph: something nobody sees stands between.
NEXT_HARD_BREAK = Piece(Kind.BREAK, f"{ZERO_WIDTH_SPACE}  \n")


def settled(pieces: list[Piece]) -> list[Piece]:
    """The pieces without what is empty or idle; what is left of a step may be empty for the one before."""
    while (tidier := breaks_outside(trimmed(merged(without_empty_emphasis(pieces))))) != pieces:
        pieces = tidier
    return pieces


def breaks_outside(pieces: list[Piece]) -> list[Piece]:
    """Breaks at the edge of emphasis before or after it: white space there would undo it."""
    found = pieces.copy()
    for index in range(1, len(found)):
        first, second = found[index - 1], found[index]
        if (first.kind is Kind.OPENING and second.kind is Kind.BREAK) or (
            first.kind is Kind.BREAK and second.kind is Kind.CLOSING
        ):
            found[index - 1], found[index] = second, first
    return found


def without_empty_emphasis(pieces: Iterable[Piece]) -> list[Piece]:
    """Delimiters around nothing would be read as text, or as a line across the page."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind is Kind.CLOSING and kept and kept[-1].kind is Kind.OPENING:
            kept.pop()
        elif piece.text:
            kept.append(piece)
    return kept


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring texts as one, so that three dots are seen as three; neighbouring breaks without the soft ones."""
    found: list[Piece] = []
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        together = list(group)
        if kind is Kind.TEXT:
            found.append(Piece(kind, "".join(piece.text for piece in together)))
        elif kind is Kind.BREAK:
            # Two line feeds would end the paragraph.
            found.extend([piece for piece in together if piece != SOFT_BREAK] or together[:1])
        else:
            found.extend(together)
    return found


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The texts without the spaces at a line's edge, which nobody sees, and without those that are nothing else."""
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.kind is Kind.TEXT and neighbour(pieces, index - 1) is Kind.BREAK:
            text = text.lstrip(" \t")
        if piece.kind is Kind.TEXT and neighbour(pieces, index + 1) is Kind.BREAK:
            text = text.rstrip(" \t")
        if text:
            found.append(Piece(piece.kind, text))
    return found


def neighbour(pieces: Sequence[Piece], index: int) -> Kind:
    """What is there; the edge of the whole is a break."""
    return pieces[index].kind if 0 <= index < len(pieces) else Kind.BREAK


def without_idle_breaks(pieces: list[Piece]) -> list[Piece]:
    """Nothing before the first word and after the last: a break there would print its backslash."""
    first, last = 0, len(pieces)
    while first < last and pieces[first].kind is Kind.BREAK:
        first += 1
    while first < last and pieces[last - 1].kind is Kind.BREAK:
        last -= 1
    return pieces[first:last]


def breaks_apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with something between two breaks."""
    return [
        NEXT_HARD_BREAK if piece == HARD_BREAK and index and pieces[index - 1].kind is Kind.BREAK else piece
        for index, piece in enumerate(pieces)
    ]
