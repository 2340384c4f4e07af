"""What each labelled line is in its book, told from its label, its depth and its neighbours."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from studyhub.circles.toc_entries import Entry, LineKind, as_int, unlabel_titles
from studyhub.circles.toc_labels import Label, Role

FIXED = {
    Role.PART: LineKind.PART,
    Role.CHAPTER: LineKind.CHAPTER,
    Role.APPENDIX: LineKind.APPENDIX,
    Role.COLUMN: LineKind.COLUMN,
    Role.SECTION: LineKind.SECTION,
    Role.DOTTED: LineKind.SECTION,
}
# The strongest manner of numbering a book has numbers its chapters; weaker ones then number sections.
MANNERS = (Role.CHAPTER, Role.UNIT, Role.PLAIN, Role.CIRCLED, Role.ROMAN)
ENDS = {Role.BACK, Role.EITHER}
WORDS = {*ENDS, Role.FRONT, Role.CLOSING, Role.NONE}
INSIDE_CHAPTER = {LineKind.CHAPTER, LineKind.SECTION, LineKind.APPENDIX, LineKind.COLUMN}


@dataclass
class Outline:
    """What has to be known of the whole book before one line can be judged."""

    entries: list[Entry]
    manner: Role | None = None
    chapters: list[int] = field(default_factory=list)
    next_chapter: list[int] = field(default_factory=list)
    first_of: dict[Role, int] = field(default_factory=dict)
    loose_are_sections: bool = False

    @property
    def first_chapter(self) -> int:
        return self.chapters[0] if self.chapters else len(self.entries)

    @property
    def last_chapter(self) -> int:
        return self.chapters[-1] if self.chapters else -1


def outlined(labels: Sequence[Label], depths: Sequence[int], titles: Sequence[str]) -> list[Entry]:
    """Every line with its kind. `titles` are the whole lines, for numbers that turn out to belong to the title."""
    entries = [
        Entry(index, depth, label.role, label.number, label.title)
        for index, (label, depth) in enumerate(zip(labels, depths, strict=True))
    ]
    set_block_ends(entries)
    unlabel_titles(entries, labels, titles)
    outline = Outline(entries, manner_of(entries))
    survey(outline)
    decide(outline)
    return entries


def set_block_ends(entries: list[Entry]) -> None:
    open_blocks: list[Entry] = []
    for entry in entries:
        while open_blocks and open_blocks[-1].depth >= entry.depth:
            open_blocks.pop().block_end = entry.index
        open_blocks.append(entry)
    for entry in open_blocks:
        entry.block_end = len(entries)


def manner_of(entries: Sequence[Entry]) -> Role | None:
    """How the book numbers its chapters; None when it does not."""
    present = Counter(entry.role for entry in entries)
    if present[Role.CHAPTER] == 0 and present[Role.UNIT] and runs_through_units(entries):
        return Role.PLAIN
    for manner in MANNERS:
        if present[manner]:
            return None if restarts_under_titles(entries, manner) else manner
    return None


def runs_through_units(entries: Sequence[Entry]) -> bool:
    """Whether plain numbers count on from week to week: the weeks are then parts, the numbers chapters."""
    numbers = [as_int(entry.number) for entry in entries if entry.role is Role.PLAIN]
    units = [entry for entry in entries if entry.role is Role.UNIT]
    return len(numbers) > len(units) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def restarts_under_titles(entries: Sequence[Entry], manner: Role) -> bool:
    """Whether the numbers begin anew below each of several plain lines: those are the chapters, these sections."""
    firsts = [entry for entry in entries if entry.role is manner and entry.number in ("1", "01", "I")]
    if manner is Role.CHAPTER or len(firsts) < 2:
        return False
    before = [entries[entry.index - 1] for entry in firsts if entry.index]
    return len(before) == len(firsts) and all(entry.role in WORDS for entry in before)


def survey(outline: Outline) -> None:
    """Find where chapters are, and what to make of lines without any label between them."""
    entries = outline.entries
    outline.chapters = [entry.index for entry in entries if outline.manner and entry.role is outline.manner]
    outline.first_of = {entry.role: entry.index for entry in reversed(entries)}
    upcoming = len(entries)
    chapters = set(outline.chapters)
    outline.next_chapter = [0] * len(entries)
    for index in range(len(entries) - 1, -1, -1):
        outline.next_chapter[index] = upcoming
        upcoming = index if index in chapters else upcoming
    if outline.chapters:
        outline.loose_are_sections = are_loose_sections(outline)


def are_loose_sections(outline: Outline) -> bool:
    """In a table without indentation many plain lines between chapters are their sections; a few are chapters."""
    depth = min(outline.entries[index].depth for index in outline.chapters)
    inside = outline.entries[outline.first_chapter + 1 :]
    plain = [entry for entry in inside if entry.role is Role.NONE and entry.depth <= depth]
    loose = [entry for entry in plain if not opens_part(entry, outline)]
    indented = any(entry.depth > depth and entry.role not in FIXED for entry in inside)
    return not indented and 2 * len(loose) > len(outline.chapters)


def decide(outline: Outline) -> None:
    """Give every line its kind, top-down: what stands deeper depends on what it stands under."""
    above: list[Entry] = []
    for entry in outline.entries:
        while above and above[-1].depth >= entry.depth:
            above.pop()
        parent = above[-1].kind if above else None
        entry.kind = kind_of(entry, parent, outline)
        # Everything stands under the title of the book: that says nothing about it.
        if not is_book_title(entry, outline):
            above.append(entry)


def is_book_title(entry: Entry, outline: Outline) -> bool:
    return entry.index == 0 and entry.role in WORDS and entry.block_end == len(outline.entries) > 1


def kind_of(entry: Entry, parent: LineKind | None, outline: Outline) -> LineKind:
    """The kind of a line under a line of kind `parent` (None at the top)."""
    if entry.role in FIXED:
        return FIXED[entry.role]
    if is_book_title(entry, outline):
        return LineKind.FRONT
    if parent in (LineKind.FRONT, LineKind.BACK):
        return parent
    if parent in INSIDE_CHAPTER:
        return LineKind.SECTION
    if entry.role is Role.NAMED_CHAPTER or entry.role is outline.manner:
        return LineKind.CHAPTER
    if entry.role in MANNERS or entry.role is Role.LETTER:
        return kind_of_other_number(entry, outline)
    return kind_of_words(entry, outline) if outline.chapters else kind_without_numbers(entry, outline)


def kind_of_other_number(entry: Entry, outline: Outline) -> LineKind:
    """A number in another manner than the chapters': a part above them, an appendix after them, or a section."""
    if entry.role is Role.LETTER:
        return LineKind.APPENDIX if entry.index > outline.last_chapter else LineKind.SECTION
    return (
        LineKind.PART
        if outline.first_of[entry.role] < outline.first_chapter < len(outline.entries)
        else LineKind.SECTION
    )


def kind_of_words(entry: Entry, outline: Outline) -> LineKind:
    """A line without a number in a book whose chapters have numbers."""
    if opens_part(entry, outline):
        return LineKind.PART
    if entry.index < outline.first_chapter:
        return LineKind.FRONT
    if entry.index > outline.last_chapter and (entry.role in ENDS or follows_back(entry, outline)):
        return LineKind.BACK
    if entry.role is not Role.NONE or outline.loose_are_sections:
        return LineKind.SECTION
    return LineKind.CHAPTER


def opens_part(entry: Entry, outline: Outline) -> bool:
    """Whether a plain line stands over chapters, by depth or by calling itself 編."""
    following = outline.next_chapter[entry.index]
    if entry.role is not Role.NONE or following == len(outline.entries):
        return False
    return following < entry.block_end or (entry.title.endswith(("編", "篇")) and following == entry.index + 1)


def follows_back(entry: Entry, outline: Outline) -> bool:
    return entry.index > 0 and outline.entries[entry.index - 1].kind is LineKind.BACK


def kind_without_numbers(entry: Entry, outline: Outline) -> LineKind:
    """A line at the top of a book that numbers nothing."""
    if entry.role is Role.EITHER:
        begun = any(other.kind is LineKind.CHAPTER for other in outline.entries[: entry.index])
        return LineKind.BACK if begun else LineKind.FRONT
    return {Role.FRONT: LineKind.FRONT, Role.BACK: LineKind.BACK}.get(entry.role, LineKind.CHAPTER)


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
