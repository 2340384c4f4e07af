"""What keeps hostile notes small and quick; each bound was met by a note of 100 KB that broke the library."""

from collections.abc import Callable
from functools import partial

from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

# What CommonMark's own preset takes: ten lists in one another. Deeper text is left out by the library.
MAX_NESTING = 20
MAX_EMPHASIS_DEPTH = 20
FOOTNOTE_LABEL_MAX_CHARS = 100

EMPHASIS = {"em_open": 1, "strong_open": 1, "s_open": 1, "em_close": -1, "strong_close": -1, "s_close": -1}
InlineRule = Callable[[StateInline, bool], bool]


def flatten_deep_emphasis(state: StateInline) -> None:
    """Print the asterisks of emphasis nested too deep: a sanitiser's time grows with the square of the depth."""
    depth = 0
    for token in state.tokens:
        step = EMPHASIS.get(token.type, 0)
        depth += max(step, 0)
        if step and depth > MAX_EMPHASIS_DEPTH:
            back_to_text(token)
        depth += min(step, 0)


def back_to_text(token: Token) -> None:
    token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup


def flat_image(state: StateInline, silent: bool) -> bool:
    """The library's image, but not inside an image's caption, where each level is another recursion."""
    if state.env.get("in_image") or not may_close(state):
        return False
    state.env["in_image"] = not silent
    try:
        return image(state, silent)
    finally:
        state.env["in_image"] = False


def link_that_closes(state: StateInline, silent: bool) -> bool:
    """The library's link, asked only while there is a bracket to close it: it reads to the end for every `[`."""
    return may_close(state) and link(state, silent)


def may_close(state: StateInline) -> bool:
    # Named after its first use in the library; it remembers where a text holds something for the last time.
    return state.html_terminator_last("]") > state.pos


def short_footnote_reference(reference: InlineRule) -> InlineRule:
    """The plugin's rule, asked only where the bracket closes soon: it reads to the end for every `[^`."""
    return partial(reference_that_closes, reference)


def reference_that_closes(reference: InlineRule, state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    if state.src.find("]", state.pos, state.pos + FOOTNOTE_LABEL_MAX_CHARS) < 0:
        return False
    return reference(state, silent)
