"""A note's syntax tree as Markdown for other tools: only what CommonMark, tables, footnotes and task lists need.

Written anew from the tree, never replaced in the source: each tool has markup of its own in what is plain text here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from studyhub.notes.parsing.dialects import FIRST, NEWEST
from studyhub.notes.text.markdown import parse
from studyhub.publishing.markdown.escaping import Dialect, fenced
from studyhub.publishing.markdown.inline_writer import write_inline, write_line

LARGEST_LIST_NUMBER = 999_999_999
FOOTNOTE_INDENT = "    "
# Underscores: after a bullet, the other signs would be read as one long line with it.
RULE = "___"
ALIGNMENT = {"align-left": ":---", "align-right": "---:", "align-center": ":---:"}
LISTS = {"bullet_list", "ordered_list"}


def write_markdown(source: str, target: Dialect, dialect: int = NEWEST) -> str:
    """The note's Markdown without front matter, ending in a line feed; empty for no words. Raises SourceTooLong.

    `dialect` is the one the source is read in, `target` what the tool needs it is written for.
    """
    if dialect == FIRST:
        target = replace(target, is_first=True, cell_break=" ")
    written = _blocks(SyntaxTreeNode(parse(source, dialect)).children, target)
    return f"{written}\n" if written else ""


def _blocks(nodes: Sequence[SyntaxTreeNode], dialect: Dialect, *, in_item: bool = False, tight: bool = False) -> str:
    """The blocks with an empty line between them, in a tight list item only where one is needed.

    A list directly after one of its kind would go on with it, and `- - -` would be a line: these get another marker.
    """
    written = ""
    previous: SyntaxTreeNode | None = None
    has_other_marker = False
    for node in nodes:
        needs_other = in_item if previous is None else previous.type == node.type and not has_other_marker
        block = _block(node, dialect, other_marker=needs_other)
        if not block:
            continue
        if previous is not None:
            written += "\n" if tight and _may_touch(previous, node, block) else "\n\n"
        written += block
        previous, has_other_marker = node, needs_other
    return written


def _may_touch(previous: SyntaxTreeNode, node: SyntaxTreeNode, block: str) -> bool:
    """Whether the block begins something of its own on the line after a paragraph, as it does in a tight list.

    A list does so only from one and not with an empty item.
    """
    if node.type in LISTS:
        return previous.type == "paragraph" and block.startswith(("- ", "+ ", "1. ", "1) "))
    return previous.type == "paragraph" and node.type in {"blockquote", "fence", "code_block", "heading"}


def _block(node: SyntaxTreeNode, dialect: Dialect, *, other_marker: bool) -> str:
    match node.type:
        case "bullet_list" | "ordered_list":
            return _list(node, dialect, other_marker=other_marker)
        case "fence" | "code_block":
            return fenced(node.content, node.info if node.type == "fence" else "", dialect)
        case "hr":
            return RULE
    return _WRITERS[node.type](node, dialect)


def _paragraph(node: SyntaxTreeNode, dialect: Dialect) -> str:
    return write_inline(_inline(node), dialect)


def _heading(node: SyntaxTreeNode, dialect: Dialect) -> str:
    return f"{'#' * int(node.tag[1:])} {write_line(_inline(node), dialect, in_heading=True)}".rstrip()


def _blockquote(node: SyntaxTreeNode, dialect: Dialect) -> str:
    lines = _blocks(node.children, dialect).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _list(node: SyntaxTreeNode, dialect: Dialect, *, other_marker: bool) -> str:
    items = [
        _item(item, _marker(node, index, other_marker=other_marker), dialect)
        for index, item in enumerate(node.children)
    ]
    return ("\n" if _is_tight(node) else "\n\n").join(items)


def _is_tight(node: SyntaxTreeNode) -> bool:
    """markdown-it hides the paragraphs of a list without empty lines."""
    return not any(child.type == "paragraph" and not child.hidden for item in node.children for child in item.children)


def _marker(node: SyntaxTreeNode, index: int, *, other_marker: bool) -> str:
    if node.type == "bullet_list":
        return "+" if other_marker else "-"
    # Only the first number counts, so that the last ones may stand still.
    number = min(int(node.attrs.get("start", 1)) + index, LARGEST_LIST_NUMBER)
    return f"{number}{')' if other_marker else '.'}"


def _item(item: SyntaxTreeNode, marker: str, dialect: Dialect) -> str:
    content = _box(item) + _blocks(item.children, dialect, in_item=True, tight=_is_tight_item(item))
    return f"{marker} {_indented(content, ' ' * (len(marker) + 1))}".rstrip(" ")


def _is_tight_item(item: SyntaxTreeNode) -> bool:
    return all(child.hidden for child in item.children if child.type == "paragraph")


def _box(item: SyntaxTreeNode) -> str:
    """The box of a task, which comes first in the item's first paragraph."""
    first = item.children[0] if item.children else None
    tokens = _inline(first) if first is not None and first.type == "paragraph" else []
    if not tokens or tokens[0].type != "task_open":
        return ""
    return "[x] " if tokens[0].meta["checked"] else "[ ] "


def _indented(content: str, indent: str) -> str:
    """The content with every line but the first moved to the right."""
    first, *others = content.split("\n")
    return "\n".join([first, *(f"{indent}{line}" if line else "" for line in others)])


def _table(node: SyntaxTreeNode, dialect: Dialect) -> str:
    rows = [row for part in node.children for row in part.children]
    aligned = [ALIGNMENT.get(str(cell.attrs.get("class", "")), "---") for cell in rows[0].children]
    lines = [_row(row, dialect) for row in rows]
    return "\n".join([lines[0], f"| {' | '.join(aligned)} |", *lines[1:]])


def _row(row: SyntaxTreeNode, dialect: Dialect) -> str:
    return f"| {' | '.join(_cell(cell, dialect) for cell in row.children)} |"


def _cell(cell: SyntaxTreeNode, dialect: Dialect) -> str:
    """A cell's line. Prose has its bars escaped already; in code the table takes the escape away again."""
    in_table = replace(dialect, code=lambda code: dialect.code(code).replace("|", "\\|"))
    return write_line(_inline(cell), in_table, in_table=True)


def _footnotes(node: SyntaxTreeNode, dialect: Dialect) -> str:
    return "\n\n".join(_footnote(footnote, dialect) for footnote in node.children)


def _footnote(node: SyntaxTreeNode, dialect: Dialect) -> str:
    content = _indented(_blocks(node.children, dialect), FOOTNOTE_INDENT)
    # Hugo measures what a list on the footnote's own line holds from the wrong column.
    separator = " " if node.children and node.children[0].type == "paragraph" else f"\n{FOOTNOTE_INDENT}"
    return f"[^{node.meta['id'] + 1}]:{separator}{content}".rstrip()


def _nothing(_node: SyntaxTreeNode, _dialect: Dialect) -> str:
    """The way back from a footnote: every tool adds its own."""
    return ""


def _inline(node: SyntaxTreeNode) -> list[Token]:
    """The tokens of a block's words."""
    inline = next((child.token for child in node.children if child.type == "inline"), None)
    return (inline.children if inline else None) or []


def _title(node: SyntaxTreeNode, dialect: Dialect) -> str:
    """The title of a box, in bold: no tool has a box of another's kind."""
    strong = [Token("strong_open", "strong", 1), *_inline(node), Token("strong_close", "strong", -1)]
    return write_inline(strong, dialect)


_WRITERS: dict[str, Callable[[SyntaxTreeNode, Dialect], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _blockquote,
    "message": _blockquote,
    "details": _blockquote,
    "box_title": _title,
    "table": _table,
    "footnote_block": _footnotes,
    "footnote_anchor": _nothing,
}
