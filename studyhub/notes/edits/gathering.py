"""What was said about a meeting's chapters, gathered under their headings in its note.

It stands between `:::internal` and `:::`, because people wrote it for one another and their names stand beside it: it
leaves the organisation only where somebody takes it out of there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.notes.parsing.characters import legal
from studyhub.notes.parsing.emoji_names import NAME as EMOJI_NAME
from studyhub.notes.text.internal_blocks import OPENING, Region, regions
from studyhub.notes.text.lines import folded

# An underscore within a word, a single tilde and most ampersands mean nothing: an address stays as it is.
MARKUP = re.compile(r"[\\`*\[\]<>|$]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")
HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<text>.*)")


@dataclass(frozen=True)
class Gathered:
    """A chapter as it stands in a heading, and what was said about it, one list item each."""

    name: str
    items: tuple[str, ...]


def escaped(text: str) -> str:
    """Text as Markdown that shows exactly this text, in one line."""
    line = EMOJI_NAME.sub(r"\\\g<0>", MARKUP.sub(r"\\\g<0>", " ".join(text.split())))
    if OPENING.search(folded(line)):
        # A marker in what somebody said would open a block of its own, and hide the rest of the note.
        line = "".join("\\:" if folded(character) == ":" else character for character in line)
    return line


def items(said: Iterable[Thought], words: Mapping[ThoughtKind, str]) -> tuple[str, ...]:
    """The list items of what was said, with who wrote it; `words` names the kinds."""
    return tuple(f"- {words[one.kind]}({escaped(one.user.name)}): {escaped(one.text)}" for one in said)


def with_missing(source: str, chapters: Sequence[Gathered]) -> str:
    """The note's text with every item that is not yet in it, wherever somebody may have moved the others."""
    for chapter in chapters:
        missing = [item for item in chapter.items if item.removeprefix("- ") not in source]
        if missing:
            source = "\n".join(_with_items(source.split("\n"), chapter, missing))
    return source


def _with_items(lines: list[str], chapter: Gathered, missing: list[str]) -> list[str]:
    start = next((number for number, line in enumerate(lines) if _is_heading_of(line, chapter)), None)
    if start is None:
        return [*_without_end(lines), "", f"## {chapter.name}", "", *_block(missing), ""]
    end = _end_of_section(lines, start)
    # Beside what somebody took out of the internal part, what nobody has looked at yet would leave with it.
    hidden = {number for region in _internal_parts(lines) for number in range(region.start, region.end)}
    known = [number for number in range(start, end) if number in hidden and lines[number] in chapter.items]
    if known:
        return [*lines[: known[-1] + 1], *missing, *lines[known[-1] + 1 :]]
    return [*lines[: start + 1], "", *_block(missing), *lines[start + 1 :]]


def _internal_parts(lines: list[str]) -> list[Region]:
    return regions(legal("\n".join(lines)))


def _is_heading_of(line: str, chapter: Gathered) -> bool:
    found = HEADING.fullmatch(line)
    return found is not None and chapter.name in found["text"]


def _end_of_section(lines: list[str], start: int) -> int:
    level = len(lines[start]) - len(lines[start].lstrip("#"))
    for number in range(start + 1, len(lines)):
        found = HEADING.fullmatch(lines[number])
        if found and len(found["level"]) <= level:
            return number
    return len(lines)


def _block(missing: list[str]) -> list[str]:
    return [":::internal", *missing, ":::"]


def _without_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
