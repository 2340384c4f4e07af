"""Line ends inside a paragraph.

In the first dialect Japanese goes on without a space and everything else keeps the line end, as CommonMark has it. In
the newest each line is a line.
"""

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from studyhub.notes.parsing.characters import is_full_width_punctuation, is_japanese

BREAKS = {"softbreak", "hardbreak"}


def join_japanese_lines(state: StateCore) -> None:
    """Drop each soft break a reader of Japanese would see as a stray space."""
    for token in state.tokens:
        join(token)


def break_lines(state: StateCore) -> None:
    """Let each line of a paragraph be one on the page; a heading stays in one line, joined as in the first dialect."""
    is_heading = False
    for token in state.tokens:
        if token.type == "inline" and is_heading:
            join(token)
        elif token.type == "inline":
            break_at_ends(token)
        is_heading = token.type == "heading_open"


def break_at_ends(token: Token) -> None:
    for child in token.children or []:
        if child.type == "softbreak":
            child.type, child.tag = "hardbreak", "br"


def join(token: Token) -> None:
    if token.children:
        token.children = [
            child
            for index, child in enumerate(token.children)
            if child.type != "softbreak" or not joins(token.children, index)
        ]


def joins(children: list[Token], index: int) -> bool:
    before = nearest_text(children, index, -1)[-1:]
    after = nearest_text(children, index, +1)[:1]
    if not before or not after:
        return False
    if is_full_width_punctuation(before) or is_full_width_punctuation(after):
        return True
    return is_japanese(before) and is_japanese(after)


def nearest_text(children: list[Token], index: int, step: int) -> str:
    """The text next to this place, looking through emphasis, links and footnote marks; "" where there is none."""
    index += step
    while 0 <= index < len(children) and children[index].type not in BREAKS:
        if content := children[index].content:
            return content
        index += step
    return ""
