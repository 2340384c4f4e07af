"""How the parts of a note that are our own, or ours to label, are written as HTML."""

from collections.abc import Callable, Mapping, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

LANGUAGE_MAX_CHARS = 40

# Pages are rendered once and read in both languages; the stylesheet shows the label in the page's own.
INTERNAL_LABEL = (
    '<p class="internal-label"><span lang="ja">社内限り — 公開される版には含まれません</span>'
    '<span lang="en">Inside only — left out of every published version</span></p>\n'
)


def code_block(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """Code as written, with its language; a keyboard can reach it to scroll."""
    token = tokens[index]
    language = token.info.split(maxsplit=1)[0][:LANGUAGE_MAX_CHARS] if token.info.strip() else ""
    attribute = f' class="language-{escapeHtml(language)}"' if language else ""
    return f'<pre tabindex="0"><code{attribute}>{escapeHtml(token.content)}</code></pre>\n'


def task_open(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """A box that only shows whether the task is done; its text is its label."""
    checked = " checked" if tokens[index].meta["checked"] else ""
    return f'<label><input type="checkbox" disabled{checked}> '


def internal_open(_renderer: object, _tokens: Sequence[Token], _index: int, _options: object, _env: object) -> str:
    """The frame and its label."""
    return f'<div class="internal">{INTERNAL_LABEL}'


def box_title_open(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """What is always seen of something folded, or a line of its own above what stands in a box."""
    return "<summary>" if tokens[index].tag == "summary" else "<p><strong>"


def box_title_close(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """The end of it."""
    return "</summary>\n" if tokens[index].tag == "summary" else "</strong></p>\n"


def formula(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """A formula as written."""
    return escapeHtml(tokens[index].content)


def remark(_renderer: object, tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, object]) -> str:
    """A comment, on pages inside only."""
    return f'<span class="internal">{escapeHtml(tokens[index].content)}</span>' if env.get("is_inside") else ""


WRITERS: dict[str, Callable[..., str]] = {
    "fence": code_block,
    "code_block": code_block,
    "task_open": task_open,
    "internal_open": internal_open,
    "box_title_open": box_title_open,
    "box_title_close": box_title_close,
    "formula": formula,
    "remark": remark,
}
