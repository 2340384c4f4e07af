"""How the parts of a note that are our own, or ours to label, are written as HTML."""

from collections.abc import Callable, Sequence

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


WRITERS: dict[str, Callable[..., str]] = {
    "fence": code_block,
    "code_block": code_block,
    "task_open": task_open,
    "internal_open": internal_open,
}
