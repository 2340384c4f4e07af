"""Notes as Markdown: to HTML, to plain text, and to the tree that every writer of exports walks.

Everything here but `render_inside` leaves out what is internal (internal.py), so that no caller can forget to.
Headings begin at h2, below the page's own; a picture that is not uploaded is shown by its caption (links.py).
"""

from typing import Any

from markdown_it.token import Token

from studyhub.notes.parsing import sanitizing, syntax
from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.text import internal
from studyhub.notes.text.frames import framed

MAX_SOURCE_BYTES = 100 * 1024
# Fifty thousand empty headings fit in the bytes and take longer than two seconds.
MAX_SOURCE_LINES = 10_000
# A short source can unfold: one long address, linked ten thousand times by its name.
MAX_TREE_CHARS = 1_000_000
MAX_HTML_CHARS = 2_000_000


class SourceTooLong(Exception):
    """The note has more than MAX_SOURCE_BYTES as UTF-8 or MAX_SOURCE_LINES, or unfolds into more than a page holds."""


def render(source: str, *, prefix: str, dialect: int = NEWEST) -> str:
    """The note's HTML for readers outside and for feeds: sanitised, nothing internal.

    `prefix` (such as `note-12`) begins every id: `note-12-まとめ` for a heading, `fn-note-12-1` for a footnote and
    `fnref-note-12-1` for the place that refers to it. Raises SourceTooLong.
    """
    tokens = parse(source, dialect)
    return sanitizing.OUTSIDE.clean(html(tokens, {"docId": prefix}, dialect))


def render_inside(source: str, *, prefix: str) -> str:
    """As `render`, with the internal parts in a labelled frame: never to be shown outside. Raises SourceTooLong."""
    refuse_too_long(source)
    text, regions = internal.unmarked(source)
    tokens = list(framed(tree(text, NEWEST), regions))
    return sanitizing.INSIDE.clean(html(tokens, {"docId": prefix, "is_inside": True}, NEWEST))


def parse(source: str, dialect: int = NEWEST) -> list[Token]:
    """The note without what is internal, as the product's own syntax tree (markdown-it tokens). Raises SourceTooLong.

    Besides markdown-it's own: `task_open` (`meta["checked"]`) and `task_close` around the text of a task, the
    footnote plugin's `footnote_*`, `class="align-right"` on table cells, no images. Headings are h2 to h6 and carry
    an id that is unique within the note; links lead to http, https, mailto or, with `#`, to such an id. In the newest
    dialect `message_*` and `details_*` with `box_title_*` first, `kbd_*`, `sub_*`, `sup_*`, `formula`, no soft breaks
    but in headings.
    """
    refuse_too_long(source)
    return tree(internal.cut(source, dialect), dialect)


def refuse_too_long(source: str) -> None:
    if is_too_long(source):
        raise SourceTooLong


def is_too_long(source: str) -> bool:
    """Whether it has more than MAX_SOURCE_BYTES or MAX_SOURCE_LINES."""
    is_too_big = len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE_BYTES
    return is_too_big or len(source.splitlines()) > MAX_SOURCE_LINES


def tree(text: str, dialect: int) -> list[Token]:
    tokens = syntax.tree(text, dialect)
    if sum(weight(child) for token in tokens for child in token.children or []) > MAX_TREE_CHARS:
        raise SourceTooLong
    return tokens


def weight(token: Token) -> int:
    return len(token.content) + sum(len(str(value)) for value in token.attrs.values())


def html(tokens: list[Token], env: dict[str, Any], dialect: int) -> str:
    """The tokens as HTML, not yet sanitised; `env` says the prefix (`docId`) and whether it is for a page inside."""
    for token in tokens:
        carry_prefix(token, env["docId"])
    md = syntax.parser(dialect)
    rendered = str(md.renderer.render(tokens, md.options, env))
    if len(rendered) > MAX_HTML_CHARS:
        raise SourceTooLong
    return rendered


def carry_prefix(token: Token, prefix: str) -> None:
    if token.type == "heading_open":
        token.attrs["id"] = f"{prefix}-{token.attrs['id']}"
    for child in token.children or []:
        href = str(child.attrs.get("href", ""))
        if href.startswith("#"):
            child.attrs["href"] = f"#{prefix}-{href[1:]}"
