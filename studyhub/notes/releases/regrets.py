"""What a reader of a text might regret once it is outside: names, addresses, empty sections, markers.

Nothing here decides: a word may be a name or not. Lines are counted from 1 in the source as its writer sees it.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from unicodedata import category, normalize
from urllib.parse import urlsplit

from sqlalchemy import Select, select

from studyhub.db import db, kept
from studyhub.notes.text import internal
from studyhub.notes.text.code_lines import code_lines
from studyhub.notes.text.lines import INVISIBLE, Line, text_of
from studyhub.people.models import MEMBERS, OutsideName, User, UserState

# An address begins where no sign of one stands before it: a long run of signs is looked through once, not from each.
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"https?://(?:\[[0-9a-f:.]+\])?[^\s<>()\[\]\"'`、。」）]+", re.IGNORECASE)
# Names of hosts that no one outside can reach.
INSIDE_ENDS = (".local", ".internal", ".corp", ".lan", ".intra", ".home.arpa", ".localhost")
HEADING = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<title>.*?)[ \t#]*$")
# A list item of a beginning that nobody has filled in.
EMPTY_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[[ xX]\])?\s*")
# Signs within a word that its reader does not see.
MARKS = re.compile(r"[*~`\\]")
HONORIFICS = ("さん", "くん", "君", "氏", "ちゃん", "様", "先生")
LATIN_PART_MIN_CHARS = 3
HANDLE_MIN_CHARS = 3
# Where something stands that is in no line.
TITLE, TAGS = 0, -1


@dataclass(frozen=True)
class Member:
    """Somebody who may be named in a text, and what they chose for outside."""

    user_id: int
    name: str
    handle: str
    outside_name: OutsideName
    pen_name: str


@dataclass(frozen=True)
class FoundName:
    """A name in the text, as it stands there, and whose it may be."""

    words: str
    member: Member
    lines: tuple[int, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether the person agreed to be named by their own name."""
        return self.member.outside_name is OutsideName.REAL


@dataclass(frozen=True)
class Found:
    """Some words of the text, and where they stand."""

    words: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Regrets:
    """Everything that was found in one text.

    `markers` are shown in code and leave; `refused` ones let nothing leave; where code does not end, `open_fences`.
    """

    names: tuple[FoundName, ...]
    mails: tuple[Found, ...]
    hosts: tuple[Found, ...]
    empty_sections: tuple[Found, ...]
    markers: tuple[int, ...]
    refused: tuple[int, ...]
    open_fences: tuple[int, ...]

    @property
    def unagreed(self) -> tuple[FoundName, ...]:
        """Names of people who did not agree to them."""
        return tuple(one for one in self.names if not one.is_agreed)

    @property
    def count(self) -> int:
        """How many entries a list of them has."""
        listed = (self.unagreed, self.mails, self.hosts, self.empty_sections)
        return sum(map(len, listed)) + sum(map(bool, (self.markers, self.refused, self.open_fences)))

    def __bool__(self) -> bool:
        return self.count > 0


def regrets(
    title: str, source: str, members: Sequence[Member], *, own_host: str | None, tags: Sequence[str] = ()
) -> Regrets:
    """What stands in title, tags and what leaves of a source; the pages of `own_host`, ours, are for members."""
    leaving = internal.cut_lines(source)
    left = internal.survivors(source)
    lines = {TITLE: title, TAGS: ", ".join(tags), **{line.number: line.text for line in leaving}}
    return Regrets(
        names=tuple(_names(lines, members)),
        mails=_gathered((words, number) for number, line in lines.items() for words in MAIL.findall(line)),
        hosts=_gathered(_inside_links(lines, own_host)),
        empty_sections=tuple(_empty_sections(leaving)),
        markers=left.shown,
        refused=(*left.refused, *_marked(title, tags)),
        open_fences=internal.open_fences(source),
    )


def _marked(title: str, tags: Sequence[str]) -> Iterator[int]:
    if internal.has_marker(title):
        yield TITLE
    if any(map(internal.has_marker, tags)):
        yield TAGS


def members(*, gone: bool) -> list[Member]:
    """Everybody whose name may stand in a text; those who are `gone` for editors alone, who need to know them."""
    return [Member(*row) for row in db.session.execute(_members(gone))]


@kept
def _members(gone: bool) -> Select[int, str, str, OutsideName, str]:
    rows = select(User.id, User.name, User.chat_handle, User.outside_name, User.pen_name)
    states = (*MEMBERS, UserState.SUSPENDED, UserState.LEFT) if gone else MEMBERS
    return rows.where(User.state.in_(states), User.merged_into_id.is_(None)).order_by(User.reading, User.id)


def _gathered(found: Iterable[tuple[str, int]]) -> tuple[Found, ...]:
    places: dict[str, list[int]] = {}
    for words, number in found:
        places.setdefault(words, []).append(number)
    return tuple(Found(words, tuple(dict.fromkeys(lines))) for words, lines in places.items())


def _names(lines: dict[int, str], members: Sequence[Member]) -> Iterator[FoundName]:
    lines = {number: _visible(line) for number, line in lines.items()}
    text = "\n".join(lines.values())
    for member in members:
        # The longest form alone, where one holds the other.
        taken = ""
        for words in sorted(forms_of(member.name, member.handle), key=len, reverse=True):
            if words in text and words not in taken and (places := _places(words, lines)):
                taken += f"{words}\n"
                yield FoundName(words, member, places)


def forms_of(name: str, handle: str) -> set[str]:
    """How people write somebody: the whole name, one part of it, the handle."""
    parts = name.split()
    forms = {name, "".join(parts)} if len(name) > 1 else set()
    for part in parts if len(parts) > 1 else []:
        if part.isascii():
            forms |= {part} if len(part) >= LATIN_PART_MIN_CHARS else set()
        else:
            forms |= {f"{part}{honorific}" for honorific in HONORIFICS}
    handle = handle.lstrip("@")
    return forms | ({f"@{handle}"} if len(handle) >= HANDLE_MIN_CHARS else set())


def _visible(line: str) -> str:
    """The line as its reader sees it: without signs of Markdown, entities and what is invisible, in plain width."""
    shown = normalize("NFKC", unescape(MARKS.sub("", line)))
    return "".join(character for character in shown if category(character) not in INVISIBLE)


def _places(words: str, lines: dict[int, str]) -> tuple[int, ...]:
    """The lines with these words; Latin ones must stand by themselves."""
    ends = r"(?![A-Za-z0-9_])" if words[-1].isascii() else ""
    starts = r"(?<![A-Za-z0-9_])" if words[0].isascii() else ""
    whole = re.compile(starts + re.escape(words) + ends)
    return tuple(number for number, line in lines.items() if words in line and whole.search(line))


def _inside_links(lines: dict[int, str], own_host: str | None) -> Iterator[tuple[str, int]]:
    for number, line in lines.items():
        for address in LINK.findall(line):
            if _is_inside(address, own_host):
                yield address, number


def _is_inside(address: str, own_host: str | None) -> bool:
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return (host != "" and "." not in host) or host.endswith(INSIDE_ENDS) or host == own_host


def _empty_sections(lines: list[Line]) -> Iterator[Found]:
    """Headings with nothing below, before one of the same level or a higher one."""
    code = code_lines(text_of(lines)).possible
    last: tuple[int, int, str] | None = None
    for index, line in enumerate([*lines, Line(0, "# end")]):
        heading = HEADING.match(line.text.rstrip("\n")) if index not in code else None
        if heading is None:
            last = last if EMPTY_ITEM.fullmatch(line.text) else None
            continue
        level = len(heading["level"])
        if last is not None and level <= last[1]:
            yield Found(last[2], (last[0],))
        last = (line.number, level, heading["title"])
