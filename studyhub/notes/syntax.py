"""The product's own dialect of Markdown: CommonMark without HTML, tables, strikethrough, footnotes, task lists."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from studyhub.notes import html_rules
from studyhub.notes.characters import without_controls
from studyhub.notes.cjk_emphasis import cjk_emphasis_plugin
from studyhub.notes.headings import place_headings
from studyhub.notes.limits import (
    MAX_NESTING,
    flatten_deep_emphasis,
    short_footnote_reference,
    while_it_may_close,
)
from studyhub.notes.links import keep_safe_links
from studyhub.notes.soft_breaks import join_japanese_lines
from studyhub.notes.tables import align_by_class, bounded_table
from studyhub.notes.task_lists import mark_tasks


def tree(source: str) -> list[Token]:
    """The note as markdown-it's tokens, after every rule of ours. Takes legal text, cuts nothing."""
    return DIALECT.parse(source)


def blocks(source: str) -> list[Token]:
    """Only the blocks, each with the lines it was read from in `map`: cheap, and exact about where code is."""
    tokens: list[Token] = []
    DIALECT.block.parse(source, DIALECT, {}, tokens)
    return tokens


class Dialect(MarkdownIt):
    """The parser; links.py alone says which links are allowed, where the library's check would print their source."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """Let every link through to keep_safe_links."""
        return True


def dialect() -> Dialect:
    """The parser and writer with all our rules."""
    md = Dialect("default", {"html": False, "maxNesting": MAX_NESTING})
    md.use(cjk_emphasis_plugin).use(footnote_plugin, inline=False)
    bound(md)
    for name, writer in html_rules.WRITERS.items():
        md.add_render_rule(name, writer)
    for rule in (keep_safe_links, strip_controls, mark_tasks, join_japanese_lines, place_headings, align_by_class):
        md.core.ruler.push(rule.__name__, rule)
    return md


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


DIALECT = dialect()
