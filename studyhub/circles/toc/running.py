"""Numbers that a list gives its lines by itself, before the labels of the book: "3. Part I", "1. 2. Case Study"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from studyhub.circles.toc.labels import Role, read_label
from studyhub.circles.toc.lines import Mark, SourceLine, indent
from studyhub.circles.toc.marks import fold

RUNNING = re.compile(r"(?P<n>[0-9]{1,4})[.)](?P<gap>\s+)(?=\S)")
LABELLED = {Role.PART, Role.CHAPTER, Role.NAMED_CHAPTER, Role.APPENDIX, Role.UNIT, Role.DOTTED, Role.PLAIN}
CHAPTERS = {Role.PART, Role.CHAPTER}
FEWEST = 3
NEARLY_ALL = 0.85
SURE_LABELS = 2
LABELLED_SHARE = 0.3
# Numbers of chapters begin anew below a part; a list begins anew right below one of its own lines.
RESTARTS = 2


def without_running_numbers(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without the numbers of the list they stand in, where the book has labels of its own behind them.

    Where it has none and nothing is indented, the list tells how deep a line stands by beginning anew.
    """
    found = [RUNNING.match(fold(line.body)) if line.mark is not Mark.HEADING else None for line in lines]
    counted = [(line, match) for line, match in zip(lines, found, strict=True) if match]
    if len(counted) < FEWEST:
        return list(lines)
    levels = levels_of([int(match["n"]) for _, match in counted])
    is_run = len(counted) >= NEARLY_ALL * sum(not line.is_aside for line in lines) and None not in levels
    if is_run and has_labels([line.body[match.end() :] for line, match in counted]):
        return [stripped(line, match, levels) if match else line for line, match in zip(lines, found, strict=True)]
    return nested(lines, found, levels)


def levels_of(numbers: Sequence[int]) -> list[int | None]:
    """How deep each line of a list stands that begins anew at every level; None for one that follows no other."""
    levels: list[int | None] = []
    last: list[int] = []
    for number in numbers:
        depth = next((depth for depth in range(len(last) - 1, -1, -1) if number == last[depth] + 1), None)
        if depth is None and (number <= 1 or not last):
            depth = len(last)
        levels.append(depth)
        if depth is not None:
            last[depth:] = [number]
    return levels


def has_labels(rests: Sequence[str]) -> bool:
    """Whether lines have labels of the book behind the number of the list."""
    roles = [read_label(rest).role for rest in rests]
    bare = sum(role is Role.BARE for role in roles)
    labelled = sum(role in LABELLED for role in roles) + (bare if 2 * bare > len(rests) else 0)
    sure = sum(role in CHAPTERS for role in roles)
    return sure >= SURE_LABELS or labelled >= max(SURE_LABELS, LABELLED_SHARE * len(rests))


def stripped(line: SourceLine, match: re.Match[str], levels: Sequence[int | None]) -> SourceLine:
    """The line without its number; in one run through the book the blanks behind the number say how deep it is."""
    body = line.body[match.end() :]
    if max(filter(None, levels), default=0) == 0:
        gap = indent(match["gap"] + "x")
        return replace(line, body=body, depth=line.depth - 2 * indent(line.text) + 2 * gap)
    return replace(line, body=body)


def nested(
    lines: Sequence[SourceLine], found: Sequence[re.Match[str] | None], levels: Sequence[int | None]
) -> list[SourceLine]:
    """The lines deeper by the level of their list, where nothing but the numbers tells it."""
    numbers = [int(match["n"]) if match else None for match in found]
    restarts = sum(after == 1 and before is not None for before, after in pairwise(numbers))
    is_flat = len({line.depth for line, match in zip(lines, found, strict=True) if match}) == 1
    if not is_flat or restarts < RESTARTS or None in levels:
        return list(lines)
    deeper = iter(levels)
    return [
        replace(line, depth=line.depth + 2 * (next(deeper) or 0)) if match else line
        for line, match in zip(lines, found, strict=True)
    ]
