"""What a note says that may be a decision or an action: suggested to people, and nothing by itself."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice

from studyhub.actions.models import TEXT_MAX_CHARS
from studyhub.actions.reading.blocks import Line, lines_of
from studyhub.actions.reading.days import due_in
from studyhub.actions.reading.headings import Kind, heading_kind, labelled
from studyhub.actions.reading.letters import key_of
from studyhub.actions.reading.owners import People, owner_in

SUGGESTED_MAX = 50
# Who and when stand near the beginning even of a line that is far too long.
READ_MAX_CHARS = 2 * TEXT_MAX_CHARS
_NOTHING = {
    key_of(word) for word in ("なし", "特になし", "特になし。", "無し", "未定", "None", "N/A", "Nothing", "TBD", "-")
}
# In whichever width they are typed.
MARKER = re.compile(r"[:：]{3}[ \t　]*(?P<name>\w*)")
_LEFTOVER = re.compile(r"[(\[【（［][ \t　、,/・;:：~〜～@]*[)\]】）］]")
_SEPARATOR = re.compile(r"[ \t　]*[、,/・;][ \t　]*(?=[)\]】）］])")
_EDGES = " \t　、,;:：/・~〜～@→⇒-"


@dataclass(frozen=True)
class Around:
    """What a note is read with: the day of its session, that of the next one if any, and the circle's people.

    `known` are the keys of lines from which something was made.
    """

    day: date
    next_on: date | None = None
    people: People = field(default_factory=People)
    known: Collection[str] = ()


@dataclass(frozen=True)
class Suggestion:
    """A line that may be a decision or an action. `key` is the same for lines that say the same."""

    kind: Kind
    number: int
    text: str
    key: str
    owner_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Section:
    """What a heading announces; `level` 0 for words in a line of their own, `indent` is that of its first item."""

    kind: Kind
    level: int
    indent: int | None = None
    owner_id: int | None = None


def suggestions(source: str, around: Callable[[], Around]) -> list[Suggestion]:
    """The lines of a note that may be decisions or actions, in order, each once, without those whose keys are known.

    What is around is asked for once, at the first line that needs it; a note that announces nothing has none.
    """
    return list(islice(_found(source, cache(around)), SUGGESTED_MAX))


def _found(source: str, around: Callable[[], Around]) -> Iterator[Suggestion]:
    seen: set[str] = set()
    section: Section | None = None
    around_part: Section | None = None
    was_blank = False
    for line in lines_of(source):
        marker = MARKER.match(line.text)
        if marker and key_of(marker["name"]).startswith("internal"):
            # What a heading announces does not go on inside: there stand the links of chapters.
            section, around_part = None, section
        elif marker and not marker["name"]:
            section, around_part = around_part or section, None
        if marker or not line.text:
            was_blank = True
            continue
        section = _section_at(line, section, was_blank)
        was_blank = False
        kind, text = _announced(line, section)
        if kind is not None and _says_something(text, around()) and (key := key_of(text)) not in seen:
            seen.add(key)
            if key not in around().known:
                yield read(text, kind, around(), number=line.number, owner_id=section.owner_id if section else None)
        section = _with_item(line, section, around)


def _section_at(line: Line, section: Section | None, was_blank: bool) -> Section | None:
    """The section a line begins or stands in."""
    kind = None if line.is_box else heading_kind(line.text)
    if line.level:
        is_deeper = section is not None and 0 < section.level < line.level
        return Section(kind, line.level) if kind else section if is_deeper else None
    if kind and (line.indent is None or line.text.endswith((":", "：")) or _is_alone(line)):
        return Section(kind, 0, line.indent + 1 if line.indent is not None else None)
    if section and not section.level and _is_behind(line, section, was_blank):
        return None
    return section


def _is_alone(line: Line) -> bool:
    return line.indent == 0


def _is_behind(line: Line, section: Section, was_blank: bool) -> bool:
    """Whether the list below words in a line of their own has ended."""
    if line.indent is None:
        return was_blank or section.indent is not None
    return section.indent is not None and line.indent < section.indent


def _announced(line: Line, section: Section | None) -> tuple[Kind | None, str]:
    """What a line is said to be, and its words; None where nothing says so."""
    if line.level or line.is_ticked:
        return None, ""
    if found := labelled(line.text):
        return found
    if line.is_box:
        return Kind.ACTION, line.text
    if section is None or heading_kind(line.text) or not _is_listed(line, section):
        return None, ""
    return section.kind, line.text


def _is_listed(line: Line, section: Section) -> bool:
    if line.indent is None:
        # Where there is no list, lines stand for themselves; below a heading of either kind they are remarks.
        return section.indent is None and section.kind is not Kind.EITHER
    return section.indent is None or line.indent <= section.indent or section.owner_id is not None


def _says_something(text: str, around: Around) -> bool:
    key = key_of(text)
    is_struck = text.startswith("~~") and text.rstrip().endswith("~~")
    is_name = around.people.called(text.strip(" :：")) is not None
    return bool(key) and key not in _NOTHING and not is_struck and not is_name and not text.startswith("|")


def _with_item(line: Line, section: Section | None, around: Callable[[], Around]) -> Section | None:
    """The section, with what its items say of those that follow."""
    if section is None or line.indent is None or line.level or heading_kind(line.text):
        return section
    if section.indent is None or line.indent <= section.indent:
        owner_id = around().people.called(line.text.strip(" :："))
        return replace(section, indent=line.indent, owner_id=owner_id)
    return section


def read_line(line: Line, around: Around) -> Suggestion:
    """A line that somebody chose, as what it says it is; an action where it does not."""
    kind, text = labelled(line.text) or (Kind.ACTION, line.text)
    return read(text, kind, around, number=line.number)


def read(text: str, kind: Kind, around: Around, *, number: int = 0, owner_id: int | None = None) -> Suggestion:
    """A line as a decision or an action. Of what may be either, what names somebody or a day is an action."""
    looked_at = text[:READ_MAX_CHARS]
    due = due_in(looked_at, after=around.day, next_on=around.next_on)
    owner = owner_in(looked_at, around.people)
    if kind is Kind.EITHER:
        kind = Kind.ACTION if owner or due else Kind.DECISION
    if kind is Kind.DECISION:
        return Suggestion(kind, number, _short(text), key_of(text))
    spans = [(one.start, one.end) for one in (due, owner) if one]
    words = _short(_without(text, spans) or text)
    due_on, who = due.on if due else None, owner.id if owner else owner_id
    return Suggestion(kind, number, words, key_of(text), who, due_on)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The words without who and when, and without the brackets and signs that stood around them.

    Empty where the rest would break off in the middle of a sentence.
    """
    for start, end in sorted(spans, reverse=True):
        behind = text[end:].lstrip("がはに") if start == 0 else text[end:]
        text = f"{text[:start]} {behind}"
    words = " ".join(_SEPARATOR.sub("", _LEFTOVER.sub(" ", text)).split()).strip(_EDGES)
    # What is to be done stands before を; は and が say too little without what followed.
    return "" if words.endswith(("は", "が")) else words.removesuffix("を")


def _short(text: str) -> str:
    return text if len(text) <= TEXT_MAX_CHARS else f"{text[: TEXT_MAX_CHARS - 1]}…"
