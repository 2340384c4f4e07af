"""The lines of a note that are text, and how each stands there: as a heading, in a list, with a box to tick.

A light look of its own, because whoever writes in a note waits for it; what leaves is never decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"[ \t]{0,12}(?P<fence>`{3,}|~{3,})")
HEADING = re.compile(r"[ ]{0,3}(?P<level>#{1,6})[ \t　]+(?P<text>.*)")
ITEM = re.compile(r"(?P<indent>[ \t　]*+)(?:[-*+•][ \t　]+|・[ \t　]*|\d{1,3}[.)][ \t　]+)(?P<text>.*)")
BOX = re.compile(r"(?:\[(?P<ticked>[ xX✓✔]?)\]|(?P<sign>[☐□])|(?P<done>[☑✅]))[ \t　]+(?P<text>.*)")
# All in one: cut off one by one, each would copy the rest of the line.
ARROWS = re.compile(r"(?:(?:->|=>|→|⇒|⇨|➡|>>)[ \t　]*)*+")
MARKS = re.compile(r"\*\*|__|==")
BEGIN, END = "<!--", "-->"


@dataclass(frozen=True)
class Line:
    """A line of a note, counted from 1. `level` of a heading (0: none), `indent` in a list (None: not in one).

    `is_box` where it begins with a box to tick, `is_ticked` where that is ticked.
    """

    number: int
    text: str
    level: int = 0
    indent: int | None = None
    is_box: bool = False
    is_ticked: bool = False


def lines_of(source: str) -> Iterator[Line]:
    """The lines that are text, in order, blank ones too: without code, comments and what is quoted."""
    fence, is_comment = "", False
    for number, whole in enumerate(source.split("\n"), 1):
        if fence:
            fence = "" if _closes(whole, fence) else fence
            continue
        text, is_comment = _without_comments(whole, is_comment)
        if (found := FENCE.match(text)) and "`" not in text[found.end() :]:
            fence = found["fence"]
        elif not text.lstrip().startswith(">"):
            yield _line(number, text)


def _closes(text: str, fence: str) -> bool:
    bare = text.strip()
    return len(bare) >= len(fence) and bare == fence[0] * len(bare)


def _without_comments(text: str, is_comment: bool) -> tuple[str, bool]:
    if not is_comment and BEGIN not in text:
        return text, False
    pieces, place = [], 0
    while place <= len(text):
        sign = END if is_comment else BEGIN
        found = text.find(sign, place)
        if not is_comment:
            pieces.append(text[place : found if found >= 0 else len(text)])
        if found < 0:
            break
        place, is_comment = found + len(sign), not is_comment
    return "".join(pieces), is_comment


def _line(number: int, text: str) -> Line:
    if found := HEADING.match(text):
        return Line(number, _bare(found["text"]), level=len(found["level"]))
    item = ITEM.match(text)
    rest, indent = (item["text"], len(item["indent"].expandtabs(4))) if item else (text.strip(), None)
    box = BOX.match(rest)
    if box is None:
        return Line(number, _bare(rest), indent=indent)
    is_ticked = bool(box["done"] or (box["ticked"] or "").strip())
    return Line(number, _bare(box["text"]), indent=indent, is_box=True, is_ticked=is_ticked)


def _bare(text: str) -> str:
    """The words of a line, without arrows before and marks of emphasis in them."""
    text = MARKS.sub("", text).strip(" \t　")
    arrows = ARROWS.match(text)
    return text[arrows.end() :] if arrows else text
