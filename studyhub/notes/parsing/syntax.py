"""The product's own dialects of Markdown: CommonMark without HTML, tables, strikethrough, footnotes, task lists.

The newest adds what dialects.py names.
"""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from studyhub.notes.parsing import dialects, html_rules
from studyhub.notes.parsing.bare_links import bare_link, embed
from studyhub.notes.parsing.boxes import box
from studyhub.notes.parsing.characters import without_controls
from studyhub.notes.parsing.cjk_emphasis import cjk_emphasis_plugin
from studyhub.notes.parsing.emoji_names import show_emoji
from studyhub.notes.parsing.file_names import name_files
from studyhub.notes.parsing.formulas import formula, formula_block
from studyhub.notes.parsing.headings import place_headings
from studyhub.notes.parsing.inline_html import line_break, pair, remark
from studyhub.notes.parsing.limits import (
    MAX_NESTING,
    flatten_deep_emphasis,
    short_footnote_reference,
    while_it_may_close,
)
from studyhub.notes.parsing.links import keep_safe_links
from studyhub.notes.parsing.soft_breaks import break_lines, join_japanese_lines
from studyhub.notes.parsing.tables import align_by_class, bounded_table
from studyhub.notes.parsing.task_lists import mark_tasks


def tree(source: str, dialect: int) -> list[Token]:
    """The note as markdown-it's tokens, after every rule of ours. Takes legal text, cuts nothing."""
    return parser(dialect).parse(source)


def blocks(source: str, dialect: int) -> list[Token]:
    """Only the blocks, each with the lines it was read from in `map`: cheap, and exact about where code is."""
    tokens: list[Token] = []
    md = parser(dialect)
    md.block.parse(source, md, {}, tokens)
    return tokens


class Dialect(MarkdownIt):
    """The parser; links.py alone says which links are allowed, where the library's check would print their source."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """Let every link through to keep_safe_links."""
        return True


@cache
def parser(dialect: int) -> Dialect:
    """The parser and writer of HTML with all rules of a dialect."""
    md = Dialect("default", {"html": False, "maxNesting": MAX_NESTING})
    md.use(cjk_emphasis_plugin).use(footnote_plugin, inline=False)
    bound(md)
    for name, writer in html_rules.WRITERS.items():
        md.add_render_rule(name, writer)
    is_first = dialect == dialects.FIRST
    if not is_first:
        add_newest(md)
    end_lines = join_japanese_lines if is_first else break_lines
    for rule in (keep_safe_links, strip_controls, mark_tasks, end_lines, place_headings, align_by_class):
        md.core.ruler.push(rule.__name__, rule)
    return md


def add_newest(md: MarkdownIt) -> None:
    """What the first dialect does not know."""
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", box.__name__, box, interrupting)
    md.block.ruler.before("fence", formula_block.__name__, formula_block, interrupting)
    md.inline.ruler.at("linkify", bare_link)
    md.inline.ruler.before("autolink", by_sign.__name__, by_sign)
    md.core.ruler.push(name_files.__name__, name_files)
    # While what was escaped still stands apart from the words around it.
    md.core.ruler.before("text_join", show_emoji.__name__, show_emoji)


# Asked for each character, one rule that looks at it first is quicker than five.
BY_SIGN = {"<": (line_break, pair, remark), "@": (embed,), "$": (formula,)}


def by_sign(state: StateInline, silent: bool) -> bool:
    """The inline rules of the newest dialect, by the sign they begin with."""
    return any(rule(state, silent) for rule in BY_SIGN.get(state.src[state.pos], ()))


def bound(md: MarkdownIt) -> None:
    """Put the bounded rules in the place of the library's."""
    md.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("image", while_it_may_close(image))
    md.inline.ruler.at("link", while_it_may_close(link))
    md.inline.ruler.at("footnote_ref", short_footnote_reference(footnote_ref))
    md.inline.ruler2.after("emphasis", flatten_deep_emphasis.__name__, flatten_deep_emphasis)


def strip_controls(state: StateCore) -> None:
    """Entities such as `&#12;` bring back control characters that the source was cleaned of."""
    for token in state.tokens:
        for child in token.children or []:
            child.content = without_controls(child.content)
            if title := child.attrs.get("title"):
                child.attrs["title"] = without_controls(str(title))
