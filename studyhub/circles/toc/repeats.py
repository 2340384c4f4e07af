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
NEARLY_ALL = 0.8
# Above the first chapter may stand the title of the book, "Contents" and a first part.
LINES_ABOVE = 4
DETAILED = 1.3

Key: TypeAlias = tuple[Role, str | None, str]


def second_beginning(lines: Sequence[SourceLine]) -> int | None:
    """The index at which the detailed table of contents begins; None where there is only one."""
    keys = [key_of(line) for line in lines]
    count = Counter(keys)
    for manner in MANNERS:
        told = [index for index, key in enumerate(keys) if key and key[0] is manner]
        if len(told) >= 2 * FEWEST:
            return beginning_again(keys, told, count)
    return None


def beginning_again(keys: Sequence[Key | None], told: Sequence[int], count: Counter[Key | None]) -> int | None:
    """Where the first of these lines stands again, if nearly all above it do so below, once and in detail."""
    first = next((index for index in told[:LINES_ABOVE] if count[keys[index]] > 1), None)
    if first is None:
        return None
    again = keys.index(keys[first], first + 1)
    above = [index for index in told if index < again]
    below = set(keys[again:])
    twice = sum(count[keys[index]] == 2 and keys[index] in below for index in above)
    is_detailed = len(keys) - again >= DETAILED * (again - first)
    return above_heading(keys, again) if twice >= max(FEWEST, NEARLY_ALL * len(above)) and is_detailed else None


def above_heading(keys: Sequence[Key | None], again: int) -> int:
    """The place of a part that opens the detailed one, where it stands right above the first chapter."""
    above = keys[again - 1]
    return again - 1 if above and above[0] is Role.PART and above in keys[: again - 1] else again


def key_of(line: SourceLine) -> Key | None:
    """What two lines of the same chapter have in common; None for what may stand twice in any book."""
    if line.is_aside:
        return None
    found = ending(line.body)
    label = read_label(line.body[: found.title_end] if found else line.body)
    title = re.sub(r"[\W_]+", "", fold(label.title)).lower()
    return (label.role, label.number, title) if title else None
