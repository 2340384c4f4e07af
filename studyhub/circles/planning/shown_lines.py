"""How the lines of a table of contents are shown: a few with a box, the sections under them as text. Computes only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studyhub.circles.planning.line_groups import LineGroup, counted_groups
from studyhub.circles.planning.typed_lines import TypedLine
from studyhub.circles.toc import LineKind

UNITS = (LineKind.CHAPTER, LineKind.SECTION, LineKind.PART)
UNDER = {LineKind.SECTION.value, LineKind.COLUMN.value}


@dataclass(frozen=True)
class ShownLine:
    """A line with a box, by its place; `first_under` is the first section below it, of `under_count`."""

    index: int
    line: TypedLine
    first_under: TypedLine | None = None
    under_count: int = 0


def with_boxes(lines: Sequence[TypedLine], also: Collection[int] = ()) -> list[ShownLine]:
    """The lines of every group of which some are read, chapters where none are, and those asked for."""
    read = {LineGroup(group.depth, group.kind) for group in counted_groups(lines) if group.ticked}
    shown = [
        index
        for index, line in enumerate(lines)
        if index in also
        or (LineGroup(line.depth, line.kind) in read if read else line.kind in (LineKind.CHAPTER, LineKind.SECTION))
    ]
    ends = [*shown[1:], len(lines)]
    return [_shown(lines, index, end) for index, end in zip(shown, ends, strict=True)]


def _shown(lines: Sequence[TypedLine], index: int, end: int) -> ShownLine:
    under = [line for line in lines[index + 1 : end] if line.kind in UNDER]
    return ShownLine(index, lines[index], under[0] if under else None, len(under))


@dataclass(frozen=True)
class Unit:
    """What is read at a time: chapters, sections or parts; `count` of them there are."""

    kind: LineKind
    count: int
    is_chosen: bool


def units(lines: Sequence[TypedLine]) -> list[Unit]:
    """What the book can be read by."""
    found = []
    for kind in UNITS:
        members = of_unit(lines, kind)
        if members:
            ticked = {index for index, line in enumerate(lines) if line.is_ticked}
            found.append(Unit(kind, len(members), bool(ticked) and ticked <= members))
    return found


def of_unit(lines: Sequence[TypedLine], kind: str) -> set[int]:
    """The places of all chapters or parts, or of the outermost sections."""
    depths = [line.depth for line in lines if line.kind == kind]
    is_all = kind != LineKind.SECTION
    return {index for index, line in enumerate(lines) if line.kind == kind and (is_all or line.depth == min(depths))}
