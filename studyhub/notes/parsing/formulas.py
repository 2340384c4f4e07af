"""Formulas keep their bytes: between dollar signs nothing is emphasis, a list or an escape."""

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

INLINE_MAX_CHARS = 500
BLOCK_MAX_CHARS = 5_000
BLOCK_MAX_LINES = 200
CODE_COLUMNS = 4


def formula(state: StateInline, silent: bool) -> bool:
    """The inline rule: `formula` for each line of what stands between `$` or `$$`, the signs too."""
    end = end_of(state.src, state.pos, state.posMax)
    if not end:
        return False
    if not silent:
        write(state, state.src[state.pos : end])
    state.pos = end
    return True


def end_of(source: str, start: int, limit: int) -> int:
    """The place behind the formula that begins here; 0 where none does, as with prices and variables of shells."""
    if source.startswith("$$", start):
        end = source.find("$$", start + 2, min(limit, start + BLOCK_MAX_CHARS))
        return end + 2 if end > start + 2 and is_formula(source[start + 2 : end]) else 0
    end = source.find("$", start + 1, min(limit, start + INLINE_MAX_CHARS))
    if end <= start + 1 or is_letter(source[start - 1 : start]) or is_letter(source[end + 1 : end + 2]):
        return 0
    inside = source[start + 1 : end]
    return end + 1 if is_formula(inside) and "\n" not in inside and inside.strip() == inside else 0


def is_formula(inside: str) -> bool:
    return "`" not in inside and "<!--" not in inside and bool(inside.strip())


def is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def write(state: StateInline, source: str) -> None:
    for number, line in enumerate(source.split("\n")):
        if number:
            state.push("hardbreak", "br", 0)
        state.push("formula", "", 0).content = line.strip()


def formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule: from a line that begins with `$$` to one that ends with it, as one paragraph."""
    if not state.src.startswith("$$", state.bMarks[start] + state.tShift[start]):
        return False
    if state.sCount[start] - state.blkIndent >= CODE_COLUMNS:
        return False
    last = last_line(state, start, end)
    if last is None:
        return False
    if not silent:
        write_block(state, start, last)
    return True


def last_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line the formula ends with; None where it is on one line, or has no end before an empty line."""
    if "$$" in text_of(state, start)[2:]:
        return None
    for line in range(start + 1, min(end, start + BLOCK_MAX_LINES)):
        text = text_of(state, line)
        if not text or state.sCount[line] < state.blkIndent:
            return None
        if "$$" in text:
            return line if text.rstrip().endswith("$$") else None
    return None


def write_block(state: StateBlock, start: int, last: int) -> None:
    state.push("paragraph_open", "p", 1).map = [start, last + 1]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, last + 1, state.blkIndent, False).strip()
    inline.map, inline.children = [start, last + 1], []
    state.push("paragraph_close", "p", -1)
    state.line = last + 1


def text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
