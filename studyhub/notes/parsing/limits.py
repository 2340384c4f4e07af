"""What keeps hostile notes small and quick; each bound was met by a note of 100 KB that broke the library."""

from collections.abc import Callable

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# What CommonMark's own preset takes: ten lists in one another. Deeper text is left out by the library.
MAX_NESTING = 20
MAX_EMPHASIS_DEPTH = 20
FOOTNOTE_LABEL_MAX_CHARS = 100

EMPHASIS = {"em_open": 1, "strong_open": 1, "s_open": 1, "em_close": -1, "strong_close": -1, "s_close": -1}
InlineRule = Callable[[StateInline, bool], bool]


def flatten_deep_emphasis(state: StateInline) -> None:
    """Print the asterisks of emphasis nested too deep: twenty thousand levels fit, and what reads the page gives up."""
    depth = 0
    for token in state.tokens:
        step = EMPHASIS.get(token.type, 0)
        depth += max(step, 0)
        if step and depth > MAX_EMPHASIS_DEPTH:
            back_to_text(token)
        depth += min(step, 0)


def back_to_text(token: Token) -> None:
    token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup


def while_it_may_close(bracketed: InlineRule) -> InlineRule:
    """The library's link or image, asked only before the last `]`: it reads to the end for every bracket."""

    def rule(state: StateInline, silent: bool) -> bool:
        # The method is named after its first use: it remembers where the text holds something for the last time.
        return state.html_terminator_last("]") > state.pos and bracketed(state, silent)

    return rule


def short_footnote_reference(reference: InlineRule) -> InlineRule:
    """The plugin's rule, asked only where the bracket closes soon: it reads to the end for every `[^`."""

    def rule(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("[^", state.pos):
            return False
        is_short = state.src.find("]", state.pos, state.pos + FOOTNOTE_LABEL_MAX_CHARS) > 0
        return is_short and reference(state, silent)

    return rule
