"""`:smile:` as the emoji of that name, by the names GitHub, Slack and Zenn know."""

import re
from functools import lru_cache

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

NAME = re.compile(r"(?<![A-Za-z0-9:]):(?P<name>[a-z0-9_+-]{1,60}):(?![A-Za-z0-9:])")
AUTOMATIC = {"linkify", "autolink"}


def show_emoji(state: StateCore) -> None:
    """Put emoji in the place of their names, but not in code, formulas and addresses."""
    for token in state.tokens:
        is_address = False
        for child in token.children or []:
            if child.type in ("link_open", "link_close"):
                is_address = child.type == "link_open" and child.markup in AUTOMATIC
            elif child.type == "text" and not is_address:
                show(child)


def show(text: Token) -> None:
    if ":" in text.content:
        text.content = NAME.sub(lambda found: emoji_of(found[0]), text.content)


@lru_cache(maxsize=1_000)
def emoji_of(name: str) -> str:
    """The emoji, or the name where nobody knows it."""
    import emoji  # noqa: PLC0415 -- its names are 500 KB, and most processes never meet one

    return emoji.emojize(name, language="alias")
