"""The little HTML that people write within lines: `<br>`, bare pairs of `kbd`, `sub` and `sup`, and comments.

Comments are cut from the source before (internal.py). One that is met here stands on a page inside, or it is left out.
"""

import re

from markdown_it.rules_inline import StateInline

BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
PAIR = re.compile(r"<(?P<tag>kbd|sub|sup)>", re.IGNORECASE)
# Keys and exponents are short; a pair is not looked for through the whole note.
PAIR_MAX_CHARS = 300
COMMENT, COMMENT_END = "<!--", "-->"


def line_break(state: StateInline, silent: bool) -> bool:
    """`<br>` as the end of a line."""
    found = BREAK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def pair(state: StateInline, silent: bool) -> bool:
    """A bare pair around words: `kbd_open` … `kbd_close`."""
    # Skipped as a whole within what may be a link's words, a link in it would end up as one in a link.
    found = None if silent else PAIR.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    tag, begin = found["tag"].lower(), found.end()
    end = state.src[begin : min(begin + PAIR_MAX_CHARS, state.posMax)].lower().find(f"</{tag}>")
    if end < 1:
        return False
    write_pair(state, tag, begin, begin + end)
    state.pos = begin + end + len(f"</{tag}>")
    return True


def write_pair(state: StateInline, tag: str, begin: int, end: int) -> None:
    limit = state.posMax
    state.pos, state.posMax = begin, end
    state.push(f"{tag}_open", tag, 1)
    state.md.inline.tokenize(state)
    state.push(f"{tag}_close", tag, -1)
    state.posMax = limit


def remark(state: StateInline, silent: bool) -> bool:
    """A comment within a line: `remark` with its words."""
    if not state.src.startswith(COMMENT, state.pos) or state.html_terminator_last(COMMENT_END) <= state.pos:
        return False
    begin = state.pos + len(COMMENT)
    end = state.src.find(COMMENT_END, begin, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("remark", "", 0).content = state.src[begin:end].strip()
    state.pos = end + len(COMMENT_END)
    return True
