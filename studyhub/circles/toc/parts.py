"""Parts of a book: lines that open one without saying so, and the part each line belongs to."""

from collections.abc import Sequence
from itertools import pairwise

from studyhub.circles.toc.entries import Entry, LineKind
from studyhub.circles.toc.labels import Role

FEWEST = 2
CHAPTERS_EACH = 1.5


def unnamed_parts(entries: Sequence[Entry], chapters: Sequence[int]) -> set[int]:
    """Lines without a label that open a part by where they stand: each right above a chapter, one above the first.

    A book with chapters alone in most of them has no parts but interludes; sections stand below chapters too.
    """
    if not chapters:
        return set()
    edge = min(entries[index].depth for index in chapters) + 1
    inside = [entry for entry in entries[: chapters[-1]] if entry.role is Role.NONE and entry.depth <= edge]
    plain = [entry.index for entry in inside if entry.index >= chapters[0] - 1]
    above = {index - 1 for index in chapters}
    enough = len(plain) >= FEWEST and len(chapters) >= CHAPTERS_EACH * len(plain)
    return set(plain) if enough and plain[0] == chapters[0] - 1 and above.issuperset(plain) else set()


def is_read_with_part(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether a line of a part says "Introduction", or says "References" and is not the last of it."""
    following = entries[entry.block_end : entry.block_end + 1]
    others_follow = any(other.depth == entry.depth and other.role is Role.NONE for other in following)
    return entry.role is Role.FRONT or (entry.role is Role.BACK and others_follow)


def part_titles(entries: Sequence[Entry]) -> list[str | None]:
    """The title of the part each line belongs to.

    Where a part's lines stand deeper than the part, one that does not has left it; else appendices and back matter do.
    """
    titles: list[str | None] = []
    part: Entry | None = None
    nested = False
    for entry, following in pairwise([*entries, None]):
        if entry is None:
            break
        if entry.kind is LineKind.PART:
            part, nested = entry, following is not None and following.depth > entry.depth
        elif part and leaves(entry, part, nested):
            part = None
        titles.append(part.title if part and entry is not part else None)
    return titles


def leaves(entry: Entry, part: Entry, nested: bool) -> bool:
    if nested:
        return entry.depth <= part.depth
    return entry.kind in (LineKind.APPENDIX, LineKind.BACK)
