"""Emphasis beside Japanese, Chinese and Korean text.

CommonMark decides by the white space around words whether `*` opens or closes. Text without spaces between words
then shows its asterisks as soon as a bracket or a full stop stands beside them: これは**「重要」**な点.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_inline import StateInline, emphasis, strikethrough

from studyhub.notes.parsing.characters import is_cjk, is_variation_selector

InlineRule = Callable[[StateInline, bool], bool]


def cjk_emphasis_plugin(md: MarkdownIt) -> None:
    """Let `*` and `~~` beside a CJK character open unless white space follows, close unless white space precedes.

    `_` keeps CommonMark's rule: it may not split words, and beside CJK there is no telling where a word ends.
    """
    md.inline.ruler.at("emphasis", beside_cjk(emphasis.tokenize))
    md.inline.ruler.at("strikethrough", beside_cjk(strikethrough.tokenize))


def beside_cjk(tokenize: InlineRule) -> InlineRule:
    """The library's rule, with its new delimiters loosened where CJK text stands beside them."""

    def rule(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not tokenize(state, silent):
            return False
        if state.src[start] != "_":
            loosen(state, start, known)
        return True

    return rule


def loosen(state: StateInline, start: int, known: int) -> None:
    before, after = character_before(state, start), character_after(state)
    if not (is_cjk(before) or is_cjk(after)):
        return
    for delimiter in state.delimiters[known:]:
        delimiter.open = delimiter.open or not isWhiteSpace(ord(after))
        delimiter.close = delimiter.close or not isWhiteSpace(ord(before))


def character_before(state: StateInline, position: int) -> str:
    """The character the reader sees before the run; a space at the start of the text."""
    while position > 0 and is_variation_selector(state.src[position - 1]):
        position -= 1
    return state.src[position - 1] if position > 0 else " "


def character_after(state: StateInline) -> str:
    return state.src[state.pos] if state.pos < state.posMax else " "
