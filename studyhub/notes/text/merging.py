"""Two people's edits of one text, made one, by lines.

Changes to different lines merge, insertions at one place are both kept (first what is already saved), and only what
both changed is a conflict: then both texts are in the result, and nothing is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyhub.notes.text.line_matching import changes, common_length, shared_by_three

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """Lines that both agree on, or that only one of them touched."""

    lines: Lines


@dataclass(frozen=True)
class Conflict:
    """Lines both changed, each in their own way; a side that deleted them is empty.

    `line` is where the conflict begins in `Merged.text`, counted from 1. There `theirs` comes first, then `mine`.
    """

    line: int
    base: Lines
    mine: Lines
    theirs: Lines

    @property
    def lines(self) -> Lines:
        """Both texts, one below the other."""
        return self.theirs + self.mine


Segment = Settled | Conflict


@dataclass(frozen=True)
class Merged:
    """The outcome in order; `text` holds every segment, of a conflict both sides."""

    segments: tuple[Segment, ...]
    ends_with_newline: bool

    @property
    def text(self) -> str:
        """The whole text with LF line ends, to save when there is no conflict and to edit when there is."""
        return joined([line for segment in self.segments for line in segment.lines], self.ends_with_newline)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What somebody has to decide."""
        return tuple(segment for segment in self.segments if isinstance(segment, Conflict))


@dataclass(frozen=True)
class Edit:
    """Base lines from `start` to `end` (exclusive) replaced by `lines`; an insertion where both are the same."""

    start: int
    end: int
    lines: Lines
    is_mine: bool

    @property
    def is_insertion(self) -> bool:
        return self.start == self.end


# A stretch of the base with what each side makes of it.
Stretch = tuple[Lines, Lines, Lines]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """The text with what `mine` and what `theirs` (already saved) changed since `base`."""
    base, mine, theirs = (text.replace("\r\n", "\n").replace("\r", "\n") for text in (base, mine, theirs))
    segments = settled_first(stretches(split(base), split(mine), split(theirs)))
    return Merged(tuple(segments), final_newline(base, mine, theirs))


def final_newline(base: str, mine: str, theirs: str) -> bool:
    """Whether the text ends with one: as whoever changed that has it; an emptied text has no say."""
    if not mine or (theirs and mine.endswith("\n") == base.endswith("\n")):
        return theirs.endswith("\n")
    return mine.endswith("\n")


def split(text: str) -> Lines:
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


def joined(lines: Sequence[str], ends_with_newline: bool) -> str:
    return "\n".join(lines) + ("\n" if lines and ends_with_newline else "")


def settled_first(found: Iterator[Stretch]) -> Iterator[Segment]:
    """The segments: what is settled as long as possible, conflicts between."""
    settled: list[str] = []
    line = 1
    for base, mine, theirs in found:
        if (lines := agreed(base, mine, theirs)) is not None:
            settled += lines
            continue
        if settled:
            yield Settled(tuple(settled))
        conflict = Conflict(line + len(settled), base, mine, theirs)
        yield conflict
        line, settled = conflict.line + len(conflict.lines), []
    if settled:
        yield Settled(tuple(settled))


def agreed(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """The lines the two sides come to, or None where both changed the same ones."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    return both_insertions(mine, theirs) if not base else None


def both_insertions(mine: Lines, theirs: Lines) -> Lines:
    """Both, first what is saved; what they begin and end with in common once."""
    start = common_length(mine, theirs)
    end = common_length(mine[start:][::-1], theirs[start:][::-1])
    return theirs[: len(theirs) - end] + mine[start:]


def stretches(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    """The texts cut at the lines all three share, and between those as finely as the edits allow."""
    done_base = done_mine = done_theirs = 0
    for start, my_start, their_start, size in shared_by_three(base, mine, theirs):
        changed = base[done_base:start], mine[done_mine:my_start], theirs[done_theirs:their_start]
        yield from [changed] if agreed(*changed) is not None else refined(*changed)
        yield unchanged(base[start : start + size])
        done_base, done_mine, done_theirs = start + size, my_start + size, their_start + size


def refined(base: Lines, mine: Lines, theirs: Lines) -> Iterator[Stretch]:
    """Neighbouring lines changed by one side each, taken apart: between shared lines they would be one conflict."""
    done = 0
    for group in groups([*edits(base, mine, is_mine=True), *edits(base, theirs, is_mine=False)]):
        start, end = group[0].start, max(edit.end for edit in group)
        yield unchanged(base[done:start])
        my_part = applied(base, start, end, [edit for edit in group if edit.is_mine])
        their_part = applied(base, start, end, [edit for edit in group if not edit.is_mine])
        yield base[start:end], my_part, their_part
        done = end
    yield unchanged(base[done:])


def unchanged(lines: Lines) -> Stretch:
    return lines, lines, lines


def edits(base: Lines, changed: Lines, *, is_mine: bool) -> Iterator[Edit]:
    """What was changed, line by line where a stretch kept its number of lines."""
    for start, end, new_start, new_end in changes(base, changed):
        if end - start == new_end - new_start:
            for n in range(end - start):
                yield Edit(start + n, start + n + 1, (changed[new_start + n],), is_mine)
        else:
            yield Edit(start, end, changed[new_start:new_end], is_mine)


def groups(found: list[Edit]) -> Iterator[list[Edit]]:
    """The edits that have to be decided together, because they share lines of the base or insert at one place."""
    group: list[Edit] = []
    end = 0
    for edit in sorted(found, key=lambda edit: (edit.start, not edit.is_insertion, edit.end)):
        is_same_place = edit.is_insertion and group and group[-1].is_insertion and edit.start == group[0].start == end
        if group and not is_same_place and edit.start >= end:
            yield group
            group = []
        group.append(edit)
        end = max(end, edit.end)
    if group:
        yield group


def applied(base: Lines, start: int, end: int, found: list[Edit]) -> Lines:
    """These base lines after one side's edits."""
    lines: list[str] = []
    for edit in found:
        lines += [*base[start : edit.start], *edit.lines]
        start = edit.end
    return (*lines, *base[start:end])
