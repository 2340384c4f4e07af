"""Lines of a table of contents that stand equally deep and are of one kind: ticked together. Computes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from studyhub.circles.toc import LineKind

# What a depth alone means: other kinds stand beside what is read, and are named when they are wanted.
USUAL = (LineKind.CHAPTER, LineKind.SECTION)


class Placed(Protocol):
    """A line, as read or as typed."""

    @property
    def depth(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def is_ticked(self) -> bool: ...


@dataclass(frozen=True)
class LineGroup:
    """All lines of one depth and kind."""

    depth: int
    kind: str

    @property
    def key(self) -> str:
        """The group in one word: 2:section."""
        return f"{self.depth}:{self.kind}"


@dataclass(frozen=True)
class CountedGroup(LineGroup):
    """A group with how many lines it has, how many are ticked, and the title of the first."""

    count: int
    ticked: int
    first: str


def counted_groups(lines: Sequence[Placed]) -> list[CountedGroup]:
    """Every group there is, outermost first, and in the order in which they begin."""
    members: dict[LineGroup, list[Placed]] = {}
    for line in lines:
        members.setdefault(LineGroup(line.depth, line.kind), []).append(line)
    return [
        CountedGroup(group.depth, group.kind, len(own), sum(line.is_ticked for line in own), own[0].title)
        for group, own in sorted(members.items(), key=lambda member: member[0].depth)
    ]


def indexes(lines: Sequence[Placed], groups: Sequence[LineGroup]) -> set[int]:
    """Which lines belong to the groups."""
    keys = {group.key for group in groups}
    return {index for index, line in enumerate(lines) if LineGroup(line.depth, line.kind).key in keys}


def groups_of_depth(lines: Sequence[Placed], depth: int) -> list[LineGroup]:
    """The chapters and sections of a depth; where it has none, all its groups."""
    groups = [LineGroup(group.depth, group.kind) for group in counted_groups(lines) if group.depth == depth]
    return [group for group in groups if group.kind in USUAL] or groups
