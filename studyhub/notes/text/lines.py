"""The lines of a note as the scanners for what is internal read them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category, normalize

# Colons that NFKC leaves alone: ratio, modifier letters, proportion.
OTHER_COLONS = str.maketrans({"∶": ":", "꞉": ":", "ː": ":", "˸": ":", "∷": "::"})
INVISIBLE = {"Cf", "Mn"}

LIST_MARKER = r"[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]\s]{1,100}\]:"
LEADING = re.compile(rf"(?:[ \t>]|{LIST_MARKER})*+")
LIST_ITEM = re.compile(rf"[ \t>]*+(?:{LIST_MARKER})")


@dataclass(frozen=True)
class Line:
    """A line with its end; `number` says, from 1, which line of the whole note it is or begins with."""

    number: int
    text: str


def numbered(text: str) -> list[Line]:
    """The lines of a legal text."""
    return [Line(number, line) for number, line in enumerate(lines_of(text), 1)]


def text_of(lines: Iterable[Line]) -> str:
    """The lines as one text."""
    return "".join(line.text for line in lines)


def lines_of(text: str) -> list[str]:
    """The lines of a legal text with their ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def folded(line: str) -> str:
    """The line as a lenient reader takes it: plain width and case, nothing invisible."""
    if line.isascii():
        return line.lower()
    visible = (character for character in normalize("NFKC", line) if category(character) not in INVISIBLE)
    return "".join(visible).translate(OTHER_COLONS).casefold()


def leading_of(line: str) -> str:
    """The white space, quotes and list markers a folded line begins with."""
    found = LEADING.match(line)
    return found[0] if found else ""


def column_of(prefix: str) -> int:
    """The width of what stands behind the last quote mark."""
    return len(prefix.rpartition(">")[2].expandtabs(4))


def gap(cut: str) -> str:
    """An empty line in the quotes that what is cut begins in."""
    first_line = folded(cut.partition("\n")[0])
    return ">" * leading_of(first_line).count(">") + "\n"
