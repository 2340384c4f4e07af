"""What is marked `:::internal … :::` and must not leave the organisation.

One scanner for page, feed, export and review, working on the source before it is rendered. It fails closed: where a
reader could doubt whether a line is inside, it is.

* A block begins at `:::internal` in any case and width, with any number of colons from three, at any depth of quotes
  and lists, with or without a title, even in the middle of a line or in indented code. Only within a closed code
  fence, or directly after a backtick, is it text; then `has_marker` still finds it, and the note cannot be approved.
* It ends at a line of nothing but at least as many colons, outside code, not deeper in quotes or lists than the block
  itself. Any `:::name` within it opens a block of its own that must end first.
* Without an end it goes to the end of the note.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from unicodedata import category, normalize

from studyhub.notes.characters import legal
from studyhub.notes.code_lines import CodeLines, code_lines

# Colons that NFKC leaves alone: ratio, modifier letters, proportion.
OTHER_COLONS = str.maketrans({"∶": ":", "꞉": ":", "ː": ":", "˸": ":", "∷": "::"})
INVISIBLE = {"Cf", "Mn"}

LIST_MARKER = r"[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]\s]{1,100}\]:"
LEADING = re.compile(rf"(?:[ \t>]|{LIST_MARKER})*+")
LIST_ITEM = re.compile(rf"[ \t>]*+(?:{LIST_MARKER})")
# Possessive, and only from the first colon of a run: a line of 100 000 colons is read once.
ANY_OPENING = re.compile(r"(?<!:)(?P<colons>:{3,}+)[\s{\[(.#*_\"'-]*+internal")
OPENING = re.compile(r"(?<!`)" + ANY_OPENING.pattern)
COLONS = re.compile(r"(?P<colons>:{3,}+)")
BLANK = re.compile(r"[ \t>]*+$")
# CommonMark lets a line be indented by three spaces before it means something else.
FREE_COLUMNS = 3
MAX_PASSES = 5


@dataclass(frozen=True)
class Part:
    """A run of whole lines with their line ends; the lines with the markers belong to the internal part."""

    text: str
    is_internal: bool


@dataclass(frozen=True)
class Region:
    """The internal lines from `start` to `end` (exclusive, counted from 0)."""

    start: int
    end: int
    is_closed: bool


@dataclass
class Block:
    """An opened block: how many colons end it, and the deepest place where its end may stand."""

    colons: int
    quotes: int
    column: int

    def rise_to(self, quotes: int, column: int) -> None:
        """Whoever steps out of a quote or begins a list further out makes what comes later stand deeper."""
        self.quotes = min(self.quotes, quotes)
        self.column = min(self.column, column)


def cut(source: str) -> str:
    """The legal text of the note without its internal blocks: all that page, feed, export and review may show.

    An empty line stays where a block stood, so that the texts around it do not run together.
    """
    text = legal(source)
    for _ in range(MAX_PASSES):
        # Without the blocks a fence around another marker may no longer be one: look until nothing more is found.
        before, text = text, cut_once(text)
        if text == before:
            return text
    return ""


def cut_once(text: str) -> str:
    return "".join(gap(part.text) if part.is_internal else part.text for part in split(text))


def gap(internal: str) -> str:
    """An empty line in the quotes the block stood in."""
    first_line = folded(internal.partition("\n")[0])
    return ">" * leading(first_line).count(">") + "\n"


def split(source: str) -> list[Part]:
    """The legal text of the note in order, taken apart into what may leave and what may not."""
    text = legal(source)
    lines = lines_of(text)
    parts: list[Part] = []
    done = 0
    for region in regions(text):
        parts.append(Part("".join(lines[done : region.start]), is_internal=False))
        parts.append(Part("".join(lines[region.start : region.end]), is_internal=True))
        done = region.end
    parts.append(Part("".join(lines[done:]), is_internal=False))
    return [part for part in parts if part.text]


def has_marker(source: str) -> bool:
    """Whether what looks like a marker survives the cut: then nobody may approve the note.

    That is the opening anywhere, in code, escaped or written with entities too; and outside code any line that begins
    with three colons, because beside a mistyped `:::internl` the secret stays in the text.
    """
    text = cut(source)
    if ANY_OPENING.search(folded(unescape(text).replace("\\", ""))):
        return True
    certain = code_lines(text).certain
    return any(
        COLONS.match(line, len(leading(line)))
        for number, line in enumerate(map(folded, text.split("\n")))
        if number not in certain
    )


def unmarked(source: str) -> tuple[str, list[Region]]:
    """The whole legal text without its markers, and where the internal lines are: for the page inside.

    Only the outermost markers go, and every line keeps its number.
    """
    text = legal(source)
    lines = lines_of(text)
    found = regions(text)
    for region in found:
        lines[region.start] = without(OPENING, lines[region.start])
        if region.is_closed:
            lines[region.end - 1] = without(COLONS, lines[region.end - 1])
    return "".join(lines), found


def without(marker: re.Pattern[str], line: str) -> str:
    """The line without the marker; as it is where invisible characters hide which of them the marker is."""
    plain = folded(line)
    found = marker.search(plain)
    return line[: found.start()] + line[found.end() :] if found and len(plain) == len(line) else line


def lines_of(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def folded(line: str) -> str:
    """The line as a lenient reader takes it: plain width and case, nothing invisible."""
    if line.isascii():
        return line.lower()
    visible = (character for character in normalize("NFKC", line) if category(character) not in INVISIBLE)
    return "".join(visible).translate(OTHER_COLONS).casefold()


def leading(line: str) -> str:
    """The white space, quotes and list markers a folded line begins with."""
    found = LEADING.match(line)
    return found[0] if found else ""


def column(prefix: str) -> int:
    """The width of what stands behind the last quote mark."""
    return len(prefix.rpartition(">")[2].expandtabs(4))


def regions(text: str) -> list[Region]:
    """Where the internal blocks of a legal text are, in order."""
    lines = [folded(line.removesuffix("\n")) for line in lines_of(text)]
    if not any(OPENING.search(line) for line in lines):
        return []
    return list(scan(lines, code_lines(text)))


def scan(lines: list[str], code: CodeLines) -> Iterator[Region]:
    start = 0
    opened: list[Block] = []
    for number, line in enumerate(lines):
        if opened and number not in code.possible and is_end(line, opened[-1]):
            close(opened)
            if not opened:
                yield Region(start, number + 1, is_closed=True)
        elif number not in code.certain and (block := begun(line, is_inside=bool(opened))):
            start = start if opened else number
            opened.append(block)
        elif opened and number not in code.possible:
            follow(line, opened[-1])
    if opened:
        yield Region(start, len(lines), is_closed=False)


def is_end(line: str, block: Block) -> bool:
    prefix = leading(line)
    colons = COLONS.match(line, len(prefix))
    if not colons or LIST_ITEM.match(line) or line[colons.end() :].strip():
        return False
    is_long_enough = len(colons[0]) >= block.colons
    return is_long_enough and prefix.count(">") <= block.quotes and column(prefix) <= block.column


def close(opened: list[Block]) -> None:
    ended = opened.pop()
    if opened:
        opened[-1].rise_to(ended.quotes, ended.column)


def begun(line: str, *, is_inside: bool) -> Block | None:
    """The block that begins on this line; inside another, whatever its name."""
    prefix = leading(line)
    found = OPENING.search(line)
    if not found and is_inside and (colons := COLONS.match(line, len(prefix))) and line[colons.end() :].strip():
        found = colons
    if not found:
        return None
    return Block(len(found["colons"]), prefix.count(">"), max(column(prefix), FREE_COLUMNS))


def follow(line: str, block: Block) -> None:
    if BLANK.match(line):
        return
    prefix = leading(line)
    item = LIST_ITEM.match(line)
    # One column further in than its marker is still not within the item.
    block.rise_to(prefix.count(">"), column(item[0]) if item else block.column)
