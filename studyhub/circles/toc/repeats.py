"""A short table of contents with the detailed one behind it: every chapter of the short one stands twice."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from studyhub.circles.toc.labels import Role, read_label
from studyhub.circles.toc.lines import SourceLine
from studyhub.circles.toc.marks import fold
from studyhub.circles.toc.pages import ending

MANNERS = (Role.CHAPTER, Role.UNIT, Role.PLAIN, Role.BARE, Role.ROMAN, Role.NONE)
FEWEST = 3
FEWEST_CHAPTERS = 2
NEARLY_ALL = 0.8
# Above the first chapter may stand the title of the book, "Contents" and a first part.
LINES_ABOVE = 4
DETAILED = 1.3

Key: TypeAlias = tuple[Role, str | None, str]


def announcement(lines: Sequence[SourceLine]) -> range:
    """The indexes of the short table of contents, with what stands above it; none where there is only one."""
    keys = [key_of(line) for line in lines]
    count = Counter(keys)
    for manner in MANNERS:
        told = [index for index, key in enumerate(keys) if key and key[0] is manner]
        fewest = FEWEST_CHAPTERS if manner is Role.CHAPTER else FEWEST
        if len(told) >= 2 * fewest:
            return shorter(keys, told, count, fewest)
    return range(0)


def shorter(keys: Sequence[Key | None], told: Sequence[int], count: Counter[Key | None], fewest: int) -> range:
    """The shorter of two tables of contents, if nearly all that it tells stands in the other, once."""
    first = next((index for index in told[:LINES_ABOVE] if count[keys[index]] > 1), None)
    if first is None:
        return range(0)
    again = keys.index(keys[first], first + 1)
    above, below = [index for index in told if first <= index < again], [index for index in told if index >= again]
    if len(keys) - again >= DETAILED * (again - first) and stand_in(keys, above, below, fewest, count):
        return range(above_part(keys, again))
    if again - first >= DETAILED * (len(keys) - again) and stand_in(keys, below, above, fewest, count):
        return range(above_heading(keys, again), len(keys))
    return range(0)


def stand_in(
    keys: Sequence[Key | None], short: Sequence[int], long: Sequence[int], fewest: int, count: Counter[Key | None]
) -> bool:
    """Whether nearly all lines of the short one stand in the long one too, and no third time."""
    told = {keys[index] for index in long}
    twice = sum(count[keys[index]] == 2 and keys[index] in told for index in short)
    return twice >= max(fewest, NEARLY_ALL * len(short))


def above_part(keys: Sequence[Key | None], again: int) -> int:
    """The place of a part that opens the detailed one, where it stands right above the first chapter."""
    above = keys[again - 1]
    return again - 1 if above and above[0] is Role.PART and above in keys[: again - 1] else again


def above_heading(keys: Sequence[Key | None], again: int) -> int:
    """The place of the heading that stands right above the short one, if it has one."""
    above = keys[again - 1]
    return again - 1 if above and above[0] in (Role.NONE, Role.FRONT) else again


def key_of(line: SourceLine) -> Key | None:
    """What two lines of the same chapter have in common; None for what may stand twice in any book."""
    if line.is_aside:
        return None
    found = ending(line.body)
    label = read_label(line.body[: found.title_end] if found else line.body)
    title = re.sub(r"[\W_]+", "", fold(label.title)).lower()
    return (label.role, label.number, title) if title else None
