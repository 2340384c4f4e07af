"""Where links and images of a note may lead.

Only http, https and mailto, and places within the note. A link to anything else keeps its words and loses its link.
Images cannot be uploaded yet, and foreign ones would tell their server who reads: a picture's caption stands in its
place, as a link where the picture has an address of its own.
"""

import re
from urllib.parse import unquote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from studyhub.notes.parsing.headings import plain

ABSOLUTE = re.compile(r"(?:https?://|mailto:)[^/\\?#\s]", re.IGNORECASE)
FRAGMENT = re.compile(r"#[^\s]")


def keep_safe_links(state: StateCore) -> None:
    """Drop links that lead elsewhere, and put captions in the place of images."""
    for token in state.tokens:
        if token.children:
            token.children = rewritten(token.children)


def rewritten(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    is_linked = False
    for child in children:
        if child.type == "link_open":
            is_linked = is_allowed(address(child, "href"))
        if child.type == "image":
            kept.extend(caption(child, is_linked=is_linked))
        elif child.type not in ("link_open", "link_close") or is_linked:
            kept.append(child)
        if child.type == "link_close":
            is_linked = False
    return kept


def is_allowed(href: str) -> bool:
    """Whether a link may lead here; the source of the rule is M3 of the publishing criteria."""
    return bool(ABSOLUTE.match(href) or FRAGMENT.match(href))


def caption(image: Token, *, is_linked: bool) -> list[Token]:
    source = address(image, "src")
    words = Token("text", "", 0)
    words.content = plain(image.children or []) or address(image, "title") or unquote(source.rsplit("/", 1)[-1])
    if is_linked or not ABSOLUTE.match(source):
        return [words]
    opening = Token("link_open", "a", 1, attrs={"href": source})
    return [opening, words, Token("link_close", "a", -1)]


def address(token: Token, name: str) -> str:
    return str(token.attrGet(name) or "")
