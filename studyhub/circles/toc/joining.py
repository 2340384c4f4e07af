"""Lines that a narrow page or a copied document has broken: a label, a title or a page alone on its line."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from studyhub.circles.toc.cutting import value_of
from studyhub.circles.toc.labels import ONE_TO_NINE, TEN_TO_NINETEEN, Label, Role, read_label
from studyhub.circles.toc.lines import Mark, SourceLine
from studyhub.circles.toc.marks import fold
from studyhub.circles.toc.pages import Ending, ending

LABELLED = {Role.CHAPTER, Role.APPENDIX, Role.UNIT, Role.DOTTED, Role.PLAIN, Role.BARE, Role.PART}
PAGED = LABELLED - {Role.PART}
UNLABELLED = {Role.NONE, Role.FRONT, Role.CLOSING, Role.BACK, Role.EITHER}
MOST = 0.6
NEARLY_ALL = 0.8
FEWEST = 2
FEWEST_PAGES = 3
SMALL_BEGINNINGS = 0.2
# A line broken at the edge is nearly as wide as the widest, and no line of a page is narrower than this.
AT_THE_EDGE = 0.85
NARROWEST = 30
WIDEST = 300
UNREACHED = 2 * WIDEST

NUMBER_ALONE = re.compile(r"(?:p\.?\s*)?([0-9]{1,4})\Z", re.IGNORECASE)
COUNTED_ALONE = re.compile(rf"(?:[0-9]{{1,3}}|{TEN_TO_NINETEEN}|{ONE_TO_NINE})\Z")
SMALL_LETTER = re.compile(r"[a-z](?![.)])")
OPEN_END = re.compile(
    r"(?:[,、・／&(（「『:：]|(?<=[A-Za-z])-|(?:\s|\A)(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with))\Z"
)
WIDE = re.compile(r"[ぁ-ヿ一-鿿！-～、-】]")
PAIRS = (("(", ")"), ("「", "」"), ("『", "』"), ("【", "】"))


@dataclass(frozen=True)
class Read:
    """A line with what its beginning and its end may be."""

    line: SourceLine
    label: Label
    end: Ending | None


Belongs: TypeAlias = Callable[[Read, Read], bool]


def joined(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with each broken one made whole again."""
    reads = [read(line) for line in lines]
    for rule in (labels_alone, numbers_alone, pages_alone, titles_broken):
        belongs = rule(reads)
        whole = join(reads, belongs) if belongs else []
        if 0 < len(whole) < len(reads):
            reads = [read(line) for line in whole]
    return [one.line for one in reads]


def read(line: SourceLine) -> Read:
    found = ending(line.body)
    return Read(line, read_label(line.body[: found.title_end] if found else line.body), found)


def join(reads: Sequence[Read], belongs: Belongs) -> list[SourceLine]:
    """The lines, each that belongs to the one before it put behind it."""
    whole: list[SourceLine] = []
    for before, after in zip([None, *reads], reads, strict=False):
        if before and belongs(before, after):
            whole[-1] = put_together(whole[-1], after.line)
        else:
            whole.append(after.line)
    return whole


def put_together(first: SourceLine, second: SourceLine) -> SourceLine:
    between = "" if WIDE.match(first.body[-1:]) and WIDE.match(second.body[:1]) else " "
    body = first.body
    if re.search(r"[a-z]-\Z", body) and second.body[:1].islower():
        body, between = body[:-1], ""
    if NUMBER_ALONE.match(fold(second.body)):
        between = "\t"
    elif COUNTED_ALONE.match(fold(first.body)):
        between = ". "
    return replace(first, text=f"{first.text}\n{second.text}", body=f"{body}{between}{second.body}")


def labels_alone(reads: Sequence[Read]) -> Belongs | None:
    """Labels of chapters or parts that stand alone, each with its title on the next line."""
    chapters = [one for one in reads if one.label.role in (Role.CHAPTER, Role.UNIT)]
    alone = [one for one in chapters if is_label_alone(one)]
    are_alone = len(alone) >= FEWEST and len(alone) >= NEARLY_ALL * len(chapters)
    if not are_alone and not are_parts_alone(reads):
        return None

    def belongs(before: Read, after: Read) -> bool:
        is_part = before.label.role is Role.PART
        is_title = after.label.role in UNLABELLED and not (is_part and after.line.depth > before.line.depth)
        return is_label_alone(before) and (are_alone or is_part) and is_title and not after.line.is_aside

    return belongs


def are_parts_alone(reads: Sequence[Read]) -> bool:
    """Whether each part has its label, its title and its first chapter on lines of their own."""
    threes = [
        (title.label.role is Role.NONE and title.line.depth == part.line.depth and chapter.label.role in PAGED)
        for part, title, chapter in zip(reads, reads[1:], reads[2:], strict=False)
        if part.label.role is Role.PART
    ]
    parts = [one for one in reads if one.label.role is Role.PART]
    return len(threes) >= FEWEST and all(threes) and all(map(is_label_alone, parts))


def numbers_alone(reads: Sequence[Read]) -> Belongs | None:
    """Numbers of chapters that stand alone and count on from the first, each with its title on the next line."""
    places = [place for place, one in enumerate(reads) if COUNTED_ALONE.match(fold(one.line.body))]
    values = [value_of(reads[place].line.body) for place in places]
    counts_on = len(values) > FEWEST and values == [*range(values[0], values[0] + len(values))] and values[0] <= 1
    titled = [one.label.role in UNLABELLED for one in (reads[place + 1] for place in places if place + 1 < len(reads))]
    if not counts_on or len(titled) < len(places) or not all(titled):
        return None
    return lambda before, _after: COUNTED_ALONE.match(fold(before.line.body)) is not None


def is_label_alone(one: Read) -> bool:
    role = one.label.role
    return role in (Role.CHAPTER, Role.UNIT, Role.PART, Role.APPENDIX) and one.label.title == one.line.body.strip()


def pages_alone(reads: Sequence[Read]) -> Belongs | None:
    """Pages that stand alone, each below its line; numbers that count on by one are labels instead."""
    pages = [int(found[1]) for one in reads if (found := NUMBER_ALONE.match(fold(one.line.body)))]
    rises = pages == sorted(pages) and len(pages) >= FEWEST_PAGES and pages[-1] - pages[0] >= 2 * (len(pages) - 1)
    if not rises or NUMBER_ALONE.match(fold(reads[0].line.body)) or 2 * len(pages) < MOST * len(reads):
        return None
    return lambda before, after: is_number(after) and not is_number(before)


def is_number(one: Read) -> bool:
    return NUMBER_ALONE.match(fold(one.line.body)) is not None


def titles_broken(reads: Sequence[Read]) -> Belongs | None:
    """Titles that go on in the next line, told by the page that only that one has, or by how they end and go on."""
    labelled = [one for one in reads if one.label.role in PAGED]
    paged = sum(one.end is not None for one in labelled)
    are_paged = bool(labelled) and paged >= max(MOST * len(labelled), FEWEST)
    small = sum(SMALL_LETTER.match(one.line.body) is not None for one in reads)
    edge = widths_of(reads)
    begin_large = small <= SMALL_BEGINNINGS * len(reads) or small <= 1

    def belongs(before: Read, after: Read) -> bool:
        if after.label.role not in UNLABELLED or not may_follow(before.line, after.line):
            return False
        if are_paged and before.label.role in PAGED and before.end is None and after.end is not None:
            return after.label.role is Role.NONE
        is_at_edge = before.label.role in PAGED and width(before.line.body) >= edge > width(after.line.body)
        if is_at_edge and before.end is None and after.label.role is Role.NONE:
            return True
        return before.end is None and goes_on(before.line.body, after.line.body, begin_large=begin_large)

    return belongs


def widths_of(reads: Sequence[Read]) -> int:
    """How wide a line must be to have been broken at the edge of its page, in columns."""
    widest = max((width(one.line.body) for one in reads), default=0)
    labelled = sum(one.label.role in LABELLED for one in reads)
    return int(max(AT_THE_EDGE * widest, NARROWEST)) if labelled >= MOST * len(reads) else UNREACHED


def width(text: str) -> int:
    """The columns of a text, a Japanese sign being two."""
    shown = text[:WIDEST]
    return len(shown) if shown.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in shown)


def may_follow(first: SourceLine, second: SourceLine) -> bool:
    """Whether the second can be the rest of the first: right below it, without a mark of its own."""
    is_below = second.number - first.number == 1
    return is_below and second.mark is Mark.NONE and not (first.is_aside or second.is_aside or second.is_link)


def goes_on(first: str, second: str, *, begin_large: bool) -> bool:
    if begin_large and SMALL_LETTER.match(second) and re.match(r"[A-Za-z,&-]", fold(first)[-1:]):
        return True
    is_open = any(fold(first).count(a) > fold(first).count(b) and b in fold(second) for a, b in PAIRS)
    return is_open or OPEN_END.search(first[-12:]) is not None
