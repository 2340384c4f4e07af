"""Front matter on top of a pasted text, as Zenn, Qiita, Hugo and HedgeDoc have it: its title and tags are taken.

Nothing is lost: what a note has no place for stays on top of the text as a comment, which is seen inside only.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studyhub.notes import tagging
from studyhub.notes.text.comments import SIGN
from studyhub.text.cleaning import clean_line

MAX_LINES = 60
TITLE_MAX_CHARS = 120
LINE = re.compile(r"---[ \t]*")
ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>.*))?")
FURTHER = re.compile(r"[ \t]+\S.*|-[ \t]+.*|#.*|[ \t]*")
ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>[^:]*)")
TITLES, TAGS = {"title"}, {"tags", "topics"}
# These could end the comment, or begin something within it.
NOT_IN_COMMENT = re.compile(r"--|<!|:::|：")


@dataclass(frozen=True)
class Pasted:
    """What was taken from the front matter (no title: None), and the text without it.

    `tags` are the new ones; `has_tags` says whether there were any, `has_comment` whether the rest is a comment now.
    """

    title: str | None
    tags: tuple[str, ...]
    source: str
    has_tags: bool
    has_comment: bool


@dataclass(frozen=True)
class Entry:
    """A key with the lines it stands on."""

    key: str
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """What stands behind the colon."""
        found = ENTRY.fullmatch(self.lines[0])
        return ((found["value"] if found else None) or "").strip()


def taken(source: str, *, takes_title: bool, tags: Sequence[str]) -> Pasted | None:
    """The title and the tags of the front matter a text begins with; None where it begins with none.

    `takes_title` where nobody gave the note another one; `tags` are those it has, beside which there is room.
    """
    lines = source.split("\n")
    end = next((number for number in range(1, min(len(lines), MAX_LINES)) if LINE.fullmatch(lines[number])), 0)
    entries = entries_of(lines[1:end]) if end and LINE.fullmatch(lines[0]) else None
    if not entries:
        return None
    title = next((found for entry in entries if takes_title and (found := title_of(entry))), None)
    new = tuple(name for entry in entries for name in tags_of(entry, tags))
    left = [entry for entry in entries if not is_taken(entry, title, tags)]
    if title is None and not new and left == entries:
        return None
    body, top = "\n".join(lines[end + 1 :]).lstrip("\n"), top_of(left)
    has_tags = any(entry.key in TAGS and entry not in left for entry in entries)
    return Pasted(title, new, top + body, has_tags, has_comment=top.startswith(SIGN))


def entries_of(lines: Sequence[str]) -> list[Entry] | None:
    """The entries in order; None where a line is no part of one."""
    entries: list[Entry] = []
    for line in lines:
        if found := ENTRY.fullmatch(line):
            entries.append(Entry(found["key"].lower(), (line,)))
        elif entries and FURTHER.fullmatch(line):
            entries[-1] = Entry(entries[-1].key, (*entries[-1].lines, line))
        else:
            return None
    return entries


def title_of(entry: Entry) -> str | None:
    if entry.key not in TITLES or len(entry.lines) > 1:
        return None
    title = clean_line(unquoted(entry.value))
    return title if 0 < len(title) <= TITLE_MAX_CHARS else None


def tags_of(entry: Entry, known: Sequence[str]) -> list[str]:
    """The tags of an entry that the note does not have; none where one of them does not fit or cannot be read."""
    names = names_of(entry) if entry.key in TAGS else []
    new = [name for name in tagging.split(",".join(names)) if name not in known]
    fits = len(known) + len(new) <= tagging.TAGS_MAX and all(len(name) <= tagging.TAG_MAX_CHARS for name in new)
    return new if fits else []


def names_of(entry: Entry) -> list[str]:
    if len(entry.lines) > 1:
        items = [ITEM.fullmatch(line) for line in entry.lines[1:] if line.strip()]
        return [unquoted(item["value"].strip()) for item in items if item] if all(items) and not entry.value else []
    return [unquoted(name.strip()) for name in entry.value.removeprefix("[").removesuffix("]").split(",")]


def is_taken(entry: Entry, title: str | None, tags: Sequence[str]) -> bool:
    if entry.key in TITLES:
        return title is not None and title_of(entry) == title
    is_known = entry.key in TAGS and {clean_line(name) for name in names_of(entry)} <= set(tags)
    return is_known or bool(tags_of(entry, tags))


def unquoted(value: str) -> str:
    """A value of YAML as its words."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def top_of(left: Sequence[Entry]) -> str:
    """What nothing was taken from, as a comment; as front matter where it could not stand in one."""
    if not left:
        return ""
    text = "\n".join(line for entry in left for line in entry.lines)
    return f"---\n{text}\n---\n\n" if NOT_IN_COMMENT.search(text) else f"<!--\n{text}\n-->\n\n"
