"""The words of a note as Markdown that CommonMark tools read as our page shows them.

Written from markdown-it's tokens in three steps: tokens to pieces, pieces without what is empty, pieces to text.
"""

import re
import unicodedata
from collections.abc import Sequence

from markdown_it.token import Token

from studyhub.publishing.markdown.escaping import ZERO_WIDTH_SPACE, Dialect, code_span, destination, edges_kept, prose
from studyhub.publishing.markdown.needed_escapes import (
    Surroundings,
    escaped_where_needed,
    heading_end_escaped,
    line_starts_escaped,
)
from studyhub.publishing.markdown.pieces import (
    FIRST_HARD_BREAK,
    HARD_BREAK,
    LINK_START,
    SOFT_BREAK,
    Kind,
    Piece,
    breaks_apart,
    neighbour,
    settled,
    without_idle_breaks,
)
from studyhub.publishing.markdown.plain_forms import simplified

DELIMITERS = {"em": "*", "strong": "**", "s": "~~"}
_NUMBER_AT_LINE_START = re.compile(r"^(\d+)\.", re.MULTILINE)


def write_inline(tokens: Sequence[Token], dialect: Dialect) -> str:
    """A paragraph's Markdown, in lines that begin nothing but text."""
    pieces = without_idle_breaks(settled(pieces_of(tokens, dialect)))
    if dialect.is_first:
        return _NUMBER_AT_LINE_START.sub(r"\1\\.", joined(escaped(pieces)))
    return line_starts_escaped(joined(escaped_pieces(breaks_apart(pieces), dialect)))


def write_line(tokens: Sequence[Token], dialect: Dialect, *, in_heading: bool = False, in_table: bool = False) -> str:
    """The same in a single line, for headings and table cells."""
    end = Piece(Kind.TEXT, " ") if in_heading or dialect.cell_break == " " else Piece(Kind.MARKUP, dialect.cell_break)
    pieces = settled([end if piece.kind is Kind.BREAK else piece for piece in pieces_of(tokens, dialect)])
    if dialect.is_first:
        return joined(escaped(pieces))
    written = joined(escaped_pieces(pieces, dialect, in_heading=in_heading, in_table=in_table))
    return heading_end_escaped(written) if in_heading else written


def pieces_of(tokens: Sequence[Token], dialect: Dialect) -> list[Piece]:
    """The tokens as pieces. Emphasis inside emphasis of its own kind looks no different and is left out."""
    depth = dict.fromkeys(DELIMITERS, 0)
    link_ends: list[str] = []
    pieces: list[Piece] = []
    for token in tokens if dialect.is_first else simplified(tokens, dialect):
        name, _, edge = token.type.rpartition("_")
        if name in DELIMITERS:
            depth[name] += edge == "open"
            if depth[name] == 1:
                pieces.append(Piece(Kind.OPENING if edge == "open" else Kind.CLOSING, DELIMITERS[name]))
            depth[name] -= edge == "close"
        elif token.type == "link_open":
            link_ends.append(link_end(token))
            pieces.append(LINK_START)
        elif token.type == "link_close":
            pieces.append(Piece(Kind.LINK_END, link_ends.pop()))
        else:
            pieces.append(plain_piece(token, dialect))
    return pieces


def plain_piece(token: Token, dialect: Dialect) -> Piece:
    match token.type:
        case "code_inline":
            return Piece(Kind.MARKUP, code_span(token.content, dialect))
        case "footnote_ref":
            return Piece(Kind.MARKUP, f"[^{token.meta['id'] + 1}]")
        case "softbreak":
            return SOFT_BREAK
        case "hardbreak":
            return FIRST_HARD_BREAK if dialect.is_first else HARD_BREAK
        case "remark":
            return Piece(Kind.TEXT, "")
        case "markdown":
            return Piece(Kind.MARKUP, token.content)
    # Task boxes and the way back from a footnote are the block's to write; what is left has words or nothing.
    return Piece(Kind.TEXT, token.content)


def link_end(token: Token) -> str:
    address = destination(str(token.attrGet("href") or ""))
    title = " ".join(str(token.attrGet("title") or "").split())
    return f']({address} "{prose(title)}")' if title else f"]({address})"


def escaped(pieces: Sequence[Piece]) -> list[Piece]:
    """The texts as Markdown."""
    return [
        Piece(Kind.MARKUP, text_between(pieces, index)) if piece.kind is Kind.TEXT else piece
        for index, piece in enumerate(pieces)
    ]


def text_between(pieces: Sequence[Piece], index: int) -> str:
    """A text with white space as an entity where it would get lost or undo the emphasis it stands in."""
    is_start = neighbour(pieces, index - 1) in (Kind.BREAK, Kind.OPENING)
    is_end = neighbour(pieces, index + 1) in (Kind.BREAK, Kind.CLOSING)
    return edges_kept(prose(pieces[index].text), start=is_start, end=is_end)


def escaped_pieces(
    pieces: Sequence[Piece], dialect: Dialect, *, in_heading: bool = False, in_table: bool = False
) -> list[Piece]:
    """The texts as Markdown with the escapes that are needed; from the last, as what follows is looked at."""
    texts = "".join(piece.text for piece in pieces if piece.kind is Kind.TEXT)
    has_lone_tilde = texts.count("~") == 1 and not any(piece.text == "~~" for piece in pieces)
    links = links_around(pieces)
    found = list(pieces)
    for index in reversed(range(len(pieces))):
        if pieces[index].kind is Kind.TEXT:
            around = Surroundings(
                before=line_before(pieces, index),
                after=line_after(found, index),
                is_first=index == 0,
                in_link=links[index],
                in_table=in_table,
                in_heading=in_heading,
                has_lone_tilde=has_lone_tilde,
            )
            found[index] = Piece(Kind.MARKUP, needed_between(pieces, index, around, dialect))
    return found


def needed_between(pieces: Sequence[Piece], index: int, around: Surroundings, dialect: Dialect) -> str:
    is_start = neighbour(pieces, index - 1) in (Kind.BREAK, Kind.OPENING)
    is_end = neighbour(pieces, index + 1) in (Kind.BREAK, Kind.CLOSING)
    return edges_kept(escaped_where_needed(pieces[index].text, around, dialect), start=is_start, end=is_end)


def line_before(pieces: Sequence[Piece], index: int) -> str:
    return pieces[index - 1].text if neighbour(pieces, index - 1) is not Kind.BREAK else ""


def line_after(pieces: Sequence[Piece], index: int) -> str:
    return pieces[index + 1].text if neighbour(pieces, index + 1) is not Kind.BREAK else ""


def links_around(pieces: Sequence[Piece]) -> list[bool]:
    """Of each piece, whether it stands within the words of a link."""
    depth, found = 0, []
    for piece in pieces:
        depth += piece == LINK_START
        depth -= piece.kind is Kind.LINK_END
        found.append(depth > 0)
    return found


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces as text, with a zero-width space outside each delimiter that would otherwise be read as text."""
    written = ""
    for index, piece in enumerate(pieces):
        following = pieces[index + 1].text[:1] if index + 1 < len(pieces) else ""
        if piece.kind is Kind.OPENING and needs_help(written[-1:], following):
            written += ZERO_WIDTH_SPACE
        written += piece.text
        if piece.kind is Kind.CLOSING and needs_help(following, piece_end(pieces, index)):
            written += ZERO_WIDTH_SPACE
    return written


def piece_end(pieces: Sequence[Piece], index: int) -> str:
    """The character before this piece."""
    return pieces[index - 1].text[-1:] if index else ""


def needs_help(outside: str, inside: str) -> bool:
    """Whether CommonMark takes a delimiter between these two for text, or two delimiters for one.

    Its rule: beside punctuation on the inside there must be white space or punctuation on the outside.
    """
    if outside and outside in "*~":
        return True
    return is_punctuation(inside) and not (outside == "" or outside.isspace() or is_punctuation(outside))


def is_punctuation(character: str) -> bool:
    """CommonMark counts Unicode's punctuation and symbols."""
    return character != "" and unicodedata.category(character)[0] in "PS"
