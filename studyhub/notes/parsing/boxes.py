"""`:::message`, `:::details title` and their kin as blocks of their own, and `<details>` as people write it in HTML.

A box ends at a line of at least as many colons, outside code and outside every box begun within it; without one it
goes to the end of what it stands in, and survivors.py says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from studyhub.notes.parsing.limits import MAX_NESTING

# How each kind looks; what is folded has no look of its own.
LOOKS = {
    "message": "note",
    "note": "note",
    "info": "info",
    "tip": "tip",
    "success": "tip",
    "warn": "warning",
    "warning": "warning",
    "caution": "warning",
    "alert": "danger",
    "danger": "danger",
}
FOLDED = {"details", "spoiler"}
# `:::message alert` and `:::note warn`: the word says how it looks and is no title.
WITH_LOOK = {"message", "note"}
KINDS = (LOOKS.keys() - {"warn"}) | FOLDED

COLONS = re.compile(r"(?P<markup>:{3,})[ \t]*(?P<kind>[A-Za-z]+)(?:[ \t\u3000]+(?P<title>.*))?$")
BEGINS_WITHIN = re.compile(r"(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(?P<colons>:{3,})[ \t]*[^:\s]")
ENDS = re.compile(r"(?P<colons>:{3,})[ \t]*$")
DETAILS = re.compile(r"<details>[ \t]*(?P<summary><summary>.*)?$", re.IGNORECASE)
SUMMARY = re.compile(r"<summary>(?P<title>.*?)</summary>[ \t]*$", re.IGNORECASE | re.DOTALL)
DETAILS_END = re.compile(r"</details>[ \t]*$", re.IGNORECASE)
SUMMARY_MAX_LINES = 5
CODE_COLUMNS = 4
# Knows where code is, and no boxes.
CODE_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})


@dataclass(frozen=True)
class Opening:
    """The beginning of a box: `colons` is 0 for one of HTML, `body` the first line within it."""

    kind: str
    title: str
    colons: int
    body: int


def box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule: `message_open` or `details_open` with `meta["is_closed"]`, `box_title_open` where it has one."""
    opening = opening_of(state, start, end)
    if opening is None:
        return False
    if not silent:
        last, is_closed = end_of(state, opening, end)
        write(state, opening, start, last, is_closed=is_closed)
    return True


def opening_of(state: StateBlock, line: int, end: int) -> Opening | None:
    text = text_of(state, line)
    if not text.startswith((":::", "<")) or is_indented(state, line):
        return None
    if (found := COLONS.match(text)) and (kind := found["kind"].lower()) in KINDS:
        return with_look(kind, (found["title"] or "").strip(), len(found["markup"]), line + 1)
    if DETAILS.match(text):
        title, body = summary_of(state, line, end)
        return Opening("details", title, 0, body)
    return None


def with_look(kind: str, title: str, colons: int, body: int) -> Opening:
    look = title.lower()
    if kind in WITH_LOOK and look in LOOKS:
        return Opening(look, "", colons, body)
    return Opening(kind, title, colons, body)


def summary_of(state: StateBlock, line: int, end: int) -> tuple[str, int]:
    """The words of `<summary>`, and the line after it; no words where none begins there."""
    found = DETAILS.match(text_of(state, line))
    text = (found["summary"] if found else None) or ""
    first = line + 1
    for number in range(first, min(first + SUMMARY_MAX_LINES, end)):
        if complete := SUMMARY.match(text):
            return " ".join(complete["title"].split()), number
        text = f"{text}\n{text_of(state, number)}".strip()
    complete = SUMMARY.match(text)
    return (" ".join(complete["title"].split()), min(first + SUMMARY_MAX_LINES, end)) if complete else ("", first)


def end_of(state: StateBlock, opening: Opening, end: int) -> tuple[int, bool]:
    """The line that ends the box, or the one after what it stands in, and whether it is an end."""
    begun = [opening.colons]
    for line, text in lines_within(state, opening.body, end):
        if text is None:
            return line, False
        step(begun, text)
        if not begun:
            return line, True
    return end, False


def lines_within(state: StateBlock, start: int, end: int) -> Iterator[tuple[int, str | None]]:
    """The lines that may begin or end a box, then None where the text leaves the list item the box stands in."""
    code = code_of(state)
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            yield line, None
            return
        if line not in code and not is_indented(state, line):
            yield line, text_of(state, line)


def step(begun: list[int], text: str) -> None:
    """Begin or end a box with this line: of HTML within one of HTML, of colons within one of colons."""
    if begun[0] == 0:
        if DETAILS_END.match(text):
            begun.pop()
        elif DETAILS.match(text):
            begun.append(0)
    elif ends := ENDS.match(text):
        if len(ends["colons"]) >= begun[-1]:
            begun.pop()
    elif begins := BEGINS_WITHIN.match(text):
        begun.append(len(begins["colons"]))


def write(state: StateBlock, opening: Opening, start: int, last: int, *, is_closed: bool) -> None:
    name, tag = ("details", "details") if opening.kind in FOLDED else ("message", "blockquote")
    parent, limit = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    token = state.push(f"{name}_open", tag, 1)
    token.map, token.meta = [start, last + 1 if is_closed else last], {"is_closed": is_closed, "colons": opening.colons}
    if name == "message":
        token.attrs["class"] = f"box box-{LOOKS[opening.kind]}"
    if opening.title:
        write_title(state, opening.title, start, "summary" if name == "details" else "p")
    state.md.block.tokenize(state, opening.body, last)
    state.push(f"{name}_close", tag, -1)
    state.parentType, state.lineMax = parent, limit
    state.line = last + 1 if is_closed else last


def write_title(state: StateBlock, title: str, line: int, tag: str) -> None:
    state.push("box_title_open", tag, 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [line, line + 1], []
    state.push("box_title_close", tag, -1)


def code_of(state: StateBlock) -> set[int]:
    """The lines of the whole text that are code, found once."""
    if "code" not in state.env:
        tokens: list[Token] = []
        CODE_PARSER.block.parse(state.src, CODE_PARSER, {}, tokens)
        code = (token.map for token in tokens if token.map and token.type in ("fence", "code_block"))
        state.env["code"] = {line for lines in code for line in range(*lines)}
    found: set[int] = state.env["code"]
    return found


def is_indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= CODE_COLUMNS


def text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
