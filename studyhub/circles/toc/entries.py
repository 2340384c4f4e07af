"""Lines of a table of contents while they are being understood, and numbers that turn out to be part of a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from studyhub.circles.toc.labels import Label, Role
from studyhub.circles.toc.lines import Mark

# No line has this number or one beside it.
NOWHERE = -9
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class LineKind(StrEnum):
    """What a line of a table of contents is."""

    FRONT = "front"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    COLUMN = "column"
    APPENDIX = "appendix"
    BACK = "back"


@dataclass
class Entry:
    """A line while it is being understood. `block_end` is the index after the last deeper line that follows it."""

    index: int
    depth: int
    role: Role
    number: str | None
    title: str
    mark: Mark = Mark.NONE
    is_link: bool = False
    block_end: int = 0
    kind: LineKind = LineKind.SECTION


def set_block_ends(entries: list[Entry]) -> None:
    """Find where each line's deeper lines end; what is no line of the book neither opens nor closes any."""
    open_blocks: list[Entry] = []
    for entry in entries:
        entry.block_end = entry.index + 1
        if entry.role is Role.ASIDE:
            continue
        while open_blocks and open_blocks[-1].depth >= entry.depth:
            open_blocks.pop().block_end = entry.index
        open_blocks.append(entry)
    for entry in open_blocks:
        entry.block_end = len(entries)


def unlabel_titles(entries: list[Entry], labels: Sequence[Label], titles: Sequence[str]) -> None:
    """Take back numbers that only begin a title: "10 Things I Hate", "2.0 時代の開発", "Day 2 Operations"."""
    lone = lone_numbers(entries) | lone_units(entries, labels) | stray_romans(entries)
    for index in lone | stray_dotted(entries, lone) | stray_letters(entries):
        entries[index].role = Role.NONE
        entries[index].number = None
        entries[index].title = titles[index]
    for entry in entries:
        entry.role = {Role.BARE: Role.PLAIN, Role.BARE_ROMAN: Role.ROMAN}.get(entry.role, entry.role)


def lone_numbers(entries: Sequence[Entry]) -> set[int]:
    """Numbers without a stop that neither follow a number nor are followed by one, at their depth.

    A number without any title counts as one: "3 Graphs", "4", "5 Trees".
    """
    lone = set()
    by_depth: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.role in (Role.PLAIN, Role.BARE) or is_number_alone(entry):
            by_depth.setdefault(entry.depth, []).append(entry)
    heads = {head(entry) for entry in entries if entry.role is Role.DOTTED}
    for run in by_depth.values():
        numbers = [as_int(entry.title if is_number_alone(entry) else entry.number) for entry in run]
        for entry, before, number, after in zip(
            run, [NOWHERE, *numbers], numbers, [*numbers[1:], NOWHERE], strict=False
        ):
            is_beside = number in (before + 1, after - 1)
            if entry.role is Role.BARE and not is_beside and str(number) not in heads:
                lone.add(entry.index)
    return lone


def is_number_alone(entry: Entry) -> bool:
    return entry.role is Role.NONE and entry.title.isdecimal()


def stray_dotted(entries: Sequence[Entry], lone: set[int]) -> set[int]:
    """Dotted numbers that do not belong to the chapter they stand in."""
    stray = set()
    chapters = likely_chapters([entry for entry in entries if entry.index not in lone])
    current: int | None = None
    for entry in entries:
        if entry.index in chapters:
            current = as_int(entry.number) if entry.number and entry.number.isdecimal() else None
        elif entry.role in (Role.APPENDIX, Role.NAMED_CHAPTER):
            current = None
        elif entry.role is Role.DOTTED and current is not None and as_int(head(entry)) not in (current, NOWHERE):
            stray.add(entry.index)
    return stray


def likely_chapters(entries: Sequence[Entry]) -> set[int]:
    """The lines dotted numbers can refer to: those called chapters, else the outermost numbered ones."""
    named = {entry.index for entry in entries if entry.role is Role.CHAPTER}
    counted = [entry for entry in entries if entry.role in (Role.PLAIN, Role.BARE, Role.UNIT)]
    outermost = min((entry.depth for entry in counted), default=0)
    return named or {entry.index for entry in counted if entry.depth == outermost}


def lone_units(entries: Sequence[Entry], labels: Sequence[Label]) -> set[int]:
    """Units that begin no series: a series has two lines or more, and a first.

    Headings over lines of which several have one number are none either: "Day 1: Morning", "Day 1: Afternoon".
    """
    series: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.role is Role.UNIT:
            series.setdefault(labels[entry.index].word, []).append(entry)
    return {entry.index for run in series.values() if len(run) < 2 or are_halves(run) for entry in run}


def are_halves(run: Sequence[Entry]) -> bool:
    """Whether the lines are headings over others, and several in a row have one number."""
    are_above = all(entry.mark is Mark.HEADING and entry.block_end > entry.index + 1 for entry in run)
    return are_above and any(before.number == after.number for before, after in pairwise(run))


def stray_letters(entries: Sequence[Entry]) -> set[int]:
    """Lettered lines but for a series A, B, C … ("C. Elegans" alone is a title)."""
    lettered = [entry for entry in entries if entry.role is Role.LETTER]
    in_series = [entry for place, entry in enumerate(lettered) if entry.number == chr(ord("A") + min(place, 25))]
    return {entry.index for entry in lettered} - {entry.index for entry in in_series}


def stray_romans(entries: Sequence[Entry]) -> set[int]:
    """Roman numbers without a stop but for a series I, II, III … ("I, Robot", "X Window System")."""
    bare = [entry for entry in entries if entry.role is Role.BARE_ROMAN]
    counts_on = [entry.number for entry in bare] == [*ROMANS[: len(bare)]] and len(bare) > 1
    return set() if counts_on else {entry.index for entry in bare}


def head(entry: Entry) -> str:
    """The chapter a dotted number names: 3 of 3.1.2."""
    number = entry.number or ""
    return number.replace("-", ".").replace("–", ".").split(".")[0]


def as_int(number: str | None) -> int:
    return int(number) if number and number.isdecimal() else NOWHERE
