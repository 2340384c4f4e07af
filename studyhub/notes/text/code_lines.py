"""Which lines of a note are code, by the word of the parser that will render it."""

from dataclasses import dataclass, field

from markdown_it.token import Token

from studyhub.notes.parsing import syntax
from studyhub.notes.parsing.dialects import NEWEST


@dataclass
class CodeLines:
    """Line numbers from 0. `certain`: between the two ends of a fence; `possible`: any code, closed or not."""

    certain: set[int] = field(default_factory=set)
    possible: set[int] = field(default_factory=set)


def code_lines(text: str, dialect: int = NEWEST) -> CodeLines:
    """The lines of fenced and indented code in a legal text."""
    found = CodeLines()
    # The parser counts a last line without its end as one line fewer.
    for token in syntax.blocks(text if text.endswith("\n") else text + "\n", dialect):
        if token.map and token.type in ("fence", "code_block"):
            lines = range(*token.map)
            found.possible.update(lines)
            if is_closed_fence(token, len(lines)):
                # The opening line carries the info string: a marker there is not in the code.
                found.certain.update(lines[1:-1])
    return found


def is_closed_fence(token: Token, line_count: int) -> bool:
    return token.type == "fence" and token.content.count("\n") == line_count - 2
