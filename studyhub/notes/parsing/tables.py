"""Tables within bounds, aligned by classes.

The library fills short rows up to the width of the first: 2 KB unfold into 65 000 cells, and that for each table.
"""

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore

MAX_CELLS = 20_000


def bounded_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The library's table while the note has cells left; further rows stay what they are, lines of text."""
    if start_line + 2 > end_line:
        return False
    columns = line_of(state, start_line + 1).strip("|").count("|") + 1
    rows = (MAX_CELLS - state.env.get("cells", 0)) // columns
    if rows < 1:
        return False
    if not table(state, start_line, min(end_line, start_line + rows + 1), silent):
        return False
    if not silent:
        state.env["cells"] = state.env.get("cells", 0) + (state.line - start_line) * columns
    return True


def line_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]].strip()


def align_by_class(state: StateCore) -> None:
    """`style` is forbidden by our content security policy: say `class="align-right"` instead."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = str(style).replace("text-align:", "align-")
