"""Headings of a note: one level below the page's own, each with an id made of its words."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

HIGHEST, LOWEST = 2, 6
SLUG_MAX_CHARS = 60


def place_headings(state: StateCore) -> None:
    """Move the highest heading to h2, the others along with it, and give all of them unique ids."""
    openings = [index for index, token in enumerate(state.tokens) if token.type == "heading_open"]
    if not openings:
        return
    shift = HIGHEST - min(level(state.tokens[index]) for index in openings)
    ids = Ids()
    for index in openings:
        opening, inline, closing = state.tokens[index : index + 3]
        opening.tag = closing.tag = f"h{min(level(opening) + shift, LOWEST)}"
        opening.attrs["id"] = ids.unique(slug(plain(inline.children or [])))


def level(heading: Token) -> int:
    return int(heading.tag[1:])


def plain(children: list[Token]) -> str:
    """The words of an inline text, without its markup."""
    return "".join("\n" if child.type in ("softbreak", "hardbreak") else child.content for child in children)


def slug(title: str) -> str:
    """`まとめ (2 回目)` becomes `まとめ-2-回目`: letters of every script, hyphens for spaces, nothing else."""
    words = re.sub(r"[^\w\s-]", "", title.lower()).split()
    return "-".join(words)[:SLUG_MAX_CHARS] or "section"


class Ids:
    """Hands out each id once: まとめ, まとめ-1, まとめ-2."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.next_number: dict[str, int] = {}

    def unique(self, wanted: str) -> str:
        found = wanted
        while found in self.taken:
            # Counting on per word keeps ten thousand headings of one name from being counted from one each time.
            number = self.next_number.get(wanted, 1)
            self.next_number[wanted] = number + 1
            found = f"{wanted}-{number}"
        self.taken.add(found)
        return found
