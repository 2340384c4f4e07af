"""What each labelled line is in its book, told from its label, its depth and its neighbours."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from studyhub.circles.toc.entries import Entry, LineKind, as_int, set_block_ends, unlabel_titles
from studyhub.circles.toc.labels import Label, Role
from studyhub.circles.toc.lines import Mark, SourceLine
from studyhub.circles.toc.parts import is_read_with_part, unnamed_parts

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
PART_ENDINGS = ("編", "篇")
# So many of the lines of a list are links where a list leads to the chapters.
LINKED = 0.6
INSIDE_CHAPTER = {LineKind.CHAPTER, LineKind.SECTION, LineKind.APPENDIX, LineKind.COLUMN}


@dataclass
class Outline:
    """What has to be known of the whole book before one line can be judged."""

    entries: list[Entry]
    manner: Role | None = None
    chapters: list[int] = field(default_factory=list)
    next_chapter: list[int] = field(default_factory=list)
    first_of: dict[Role, int] = field(default_factory=dict)
    above_chapters: set[Role] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    loose_are_sections: bool = False
    are_linked: bool = False
    has_begun: bool = False
    # How deep the outermost chapter stands, and which line is the first of the book.
    edge: int = 0
    first: int = 0

    @property
    def first_chapter(self) -> int:
        return self.chapters[0] if self.chapters else len(self.entries)

    @property
    def last_chapter(self) -> int:
        return self.chapters[-1] if self.chapters else -1


def outlined(
    lines: Sequence[SourceLine], labels: Sequence[Label], titles: Sequence[str], *, aside: range = range(0)
) -> list[Entry]:
    """Every line with its kind; those whose index is in `aside` say in short what others say.

    `titles` are the whole lines, for numbers that turn out to belong to the title.
    """
    entries = [
        Entry(index, line.depth, label.role, label.number, label.title, line.mark, line.is_link)
        for index, (line, label) in enumerate(zip(lines, labels, strict=True))
    ]
    for entry, line in zip(entries, lines, strict=True):
        if line.is_aside or entry.index in aside:
            entry.role, entry.number, entry.title = Role.ASIDE, None, titles[entry.index]
    set_block_ends(entries)
    unlabel_titles(entries, labels, titles)
    outline = Outline(entries, manner_of(entries))
    survey(outline)
    decide(outline)
    return entries


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
    are_titles = all(entry.role in WORDS and not entry.title.endswith(PART_ENDINGS) for entry in before)
    return len(before) == len(firsts) and are_titles


def survey(outline: Outline) -> None:
    """Find where chapters are, and what to make of lines without any label between them."""
    entries = outline.entries
    outline.chapters = [entry.index for entry in entries if outline.manner and entry.role is outline.manner]
    outline.edge = min((entries[index].depth for index in outline.chapters), default=0)
    outline.first = next((entry.index for entry in entries if entry.role is not Role.ASIDE), 0)
    outline.first_of = {entry.role: entry.index for entry in reversed(entries)}
    upcoming = len(entries)
    chapters = set(outline.chapters)
    outline.next_chapter = [0] * len(entries)
    for index in range(len(entries) - 1, -1, -1):
        outline.next_chapter[index] = upcoming
        upcoming = index if index in chapters else upcoming
    below = {role for role, nearest in roles_above(outline) if not nearest}
    outline.above_chapters = {*MANNERS} - below
    outline.parts = unnamed_parts(entries, outline.chapters)
    if outline.chapters:
        outline.loose_are_sections = are_loose_sections(outline)
    else:
        listed = [entry.is_link for entry in entries if entry.mark is Mark.BULLET]
        outline.are_linked = bool(listed) and sum(listed) >= LINKED * len(listed)


def roles_above(outline: Outline) -> list[tuple[Role, bool]]:
    """The manner of each numbered line, and whether a chapter follows it at once."""
    return [(entry.role, outline.next_chapter[entry.index] == entry.index + 1) for entry in outline.entries]


def are_loose_sections(outline: Outline) -> bool:
    """In a table without indentation many plain lines between chapters are their sections; a few are chapters."""
    depth = outline.edge
    inside = outline.entries[outline.first_chapter + 1 :]
    plain = [entry for entry in inside if entry.role is Role.NONE and entry.depth <= depth]
    loose = [entry for entry in plain if not opens_part(entry, outline)]
    indented = sum(entry.depth > depth and entry.role in WORDS | {*MANNERS} for entry in inside)
    return 2 * indented < max(len(loose), 1) and 2 * len(loose) > len(outline.chapters)


def decide(outline: Outline) -> None:
    """Give every line its kind, top-down: what stands deeper depends on what it stands under."""
    above: list[Entry] = []
    for entry in outline.entries:
        if entry.role is Role.ASIDE:
            entry.kind = LineKind.SECTION if outline.has_begun else LineKind.FRONT
            continue
        while above and above[-1].depth >= entry.depth:
            above.pop()
        parent = above[-1].kind if above else None
        entry.kind = kind_of(entry, parent, outline)
        outline.has_begun = outline.has_begun or entry.kind is LineKind.CHAPTER
        # Everything stands under the title of the book: that says nothing about it.
        if not is_book_title(entry, outline) and not is_beside_list(entry, outline):
            above.append(entry)


def is_book_title(entry: Entry, outline: Outline) -> bool:
    """Whether everything stands under the line, and it is the first or says "Contents"; or the first says just that."""
    if entry.role not in WORDS:
        return False
    last = outline.last_chapter if outline.chapters else len(outline.entries) - 1
    is_above_all = entry.block_end > last > entry.index
    if entry.index == outline.first:
        return is_above_all or (entry.mark is Mark.HEADING and entry.role in (Role.FRONT, Role.CLOSING))
    return is_above_all and entry.mark is Mark.HEADING and entry.role is Role.FRONT


def is_beside_list(entry: Entry, outline: Outline) -> bool:
    return outline.are_linked and entry.mark is Mark.NONE


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
    return kind_of_words(entry, outline) if outline.chapters else kind_without_numbers(entry, parent, outline)


def kind_of_other_number(entry: Entry, outline: Outline) -> LineKind:
    """A number in another manner than the chapters': a part above them, an appendix after them, or a section."""
    if entry.role is Role.LETTER:
        return LineKind.APPENDIX if entry.index > outline.last_chapter else LineKind.SECTION
    begins_before = outline.first_of[entry.role] < outline.first_chapter < len(outline.entries)
    return LineKind.PART if begins_before or entry.role in outline.above_chapters else LineKind.SECTION


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
    if entry.index > outline.last_chapter and entry.depth < outline.edge:
        return LineKind.BACK
    return LineKind.CHAPTER


def opens_part(entry: Entry, outline: Outline) -> bool:
    """Whether a plain line stands over chapters, by depth or by calling itself 編."""
    following = outline.next_chapter[entry.index]
    if entry.index in outline.parts:
        return True
    if entry.role is not Role.NONE or following == len(outline.entries):
        return False
    return following < entry.block_end or (entry.title.endswith(PART_ENDINGS) and following == entry.index + 1)


def follows_back(entry: Entry, outline: Outline) -> bool:
    return entry.index > 0 and outline.entries[entry.index - 1].kind is LineKind.BACK


def kind_without_numbers(entry: Entry, parent: LineKind | None, outline: Outline) -> LineKind:
    """A line at the top of a book that numbers nothing, or of a part of it."""
    if entry.role is Role.EITHER:
        return LineKind.BACK if outline.has_begun else LineKind.FRONT
    if outline.are_linked and entry.mark is not Mark.BULLET:
        return kind_beside_list(entry, outline)
    if parent is LineKind.PART and is_read_with_part(entry, outline.entries):
        return LineKind.CHAPTER
    return {Role.FRONT: LineKind.FRONT, Role.BACK: LineKind.BACK}.get(entry.role, LineKind.CHAPTER)


def kind_beside_list(entry: Entry, outline: Outline) -> LineKind:
    """A line beside a list that leads to the chapters: a heading over some of them, or what comes before and after."""
    if entry.mark is Mark.HEADING and not entry.is_link and entry.block_end > entry.index + 1:
        return LineKind.PART
    return LineKind.BACK if outline.has_begun else LineKind.FRONT
