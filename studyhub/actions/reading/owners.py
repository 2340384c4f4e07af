"""Who is to do something, as people write it in a line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studyhub.actions.reading.letters import narrow, plain
from studyhub.text.searching import searchable

NAME_MAX_CHARS = 40
# In Japanese a name has no spaces around it: what stands before this is one.
_HONORIFIC = re.compile(r"さん|くん|君|氏")
_NAMED_AS = re.compile(r"(?:担当者?|owner|assignee|assigned to|who|担)[ ]?[:=][ ]?", re.IGNORECASE)
_HAND_OVER = re.compile(r"(?:->|→|⇒|=>)[ ]?")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,60})[)\]】]")
_LEADING = re.compile(r"([^\s:@()\[\]、,]{1,40})(?:[ ][A-Z][\w'-]{1,30})?(?P<sign>[ ]?:[ ]?|[ ](?:to|will)[ ])")
_END = re.compile(r"[\s、,。.:;()\[\]【】/・@]")


@dataclass(frozen=True)
class Person:
    """Somebody of the circle, and what they are called: their name, and the handle they chat with, if they have one."""

    id: int
    name: str
    handle: str = ""

    @property
    def search_text(self) -> str:
        """What they are found by where one types a part of a name."""
        return searchable(f"{self.name} {self.handle}")


@dataclass(frozen=True)
class Owner:
    """A person, and from which letter to which they stand in the line."""

    id: int
    start: int
    end: int


@dataclass(frozen=True)
class People:
    """The people of a circle by what they may be called; a name that several have is nobody's."""

    by_name: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "People":
        """These people."""
        found: dict[str, int | None] = {}
        for person in people:
            for name in _names_of(person):
                found[name] = person.id if found.get(name, person.id) == person.id else None
        return cls({name: id_ for name, id_ in found.items() if id_ is not None})

    def called(self, name: str) -> int | None:
        """Whose name this is, or None."""
        return self.by_name.get(_bare(name))

    def longest(self, text: str) -> tuple[int, int] | None:
        """Whose name a text begins with, and how long it is there."""
        ends = range(min(len(text), NAME_MAX_CHARS), 0, -1)
        return next(((id_, end) for end in ends if (id_ := self._at(text, end)) is not None), None)

    def _at(self, text: str, end: int) -> int | None:
        # A Latin name ends where the word does.
        is_cut = end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum()
        return None if is_cut or text[end - 1].isspace() else self.by_name.get(plain(text[:end]))


def _names_of(person: Person) -> set[str]:
    parts = person.name.split()
    names = {plain(name) for name in (person.name, person.handle.lstrip("@"), *parts)}
    return names - {""}


def _bare(name: str) -> str:
    name = plain(name).removeprefix("@")
    return next((name.removesuffix(end) for end in ("さん", "くん", "君", "氏", "様") if name.endswith(end)), name)


def owner_in(text: str, people: People) -> Owner | None:
    """Who a line says is to do it; None where it names nobody, or somebody who is not in the circle.

    By @ with handle, name or a part of it, or by a name in brackets, behind 担当: or an arrow, before a colon, or さん.
    """
    line = narrow(text)
    ways = (_mentioned, _named_as, _in_brackets, _leading, _handed_over, _with_honorific)
    return next((owner for way in ways if (owner := way(line, people))), None)


def _mentioned(line: str, people: People) -> Owner | None:
    at = line.find("@")
    while at >= 0:
        if found := people.longest(line[at + 1 : at + 1 + NAME_MAX_CHARS]):
            return Owner(found[0], at, _behind_honorific(line, at + 1 + found[1]))
        at = line.find("@", at + 1)
    return None


def _named_as(line: str, people: People) -> Owner | None:
    for sign in _NAMED_AS.finditer(line):
        if found := people.longest(line[sign.end() : sign.end() + NAME_MAX_CHARS]):
            return Owner(found[0], sign.start(), _behind_honorific(line, sign.end() + found[1]))
    return None


def _handed_over(line: str, people: People) -> Owner | None:
    for sign in _HAND_OVER.finditer(line):
        found = people.longest(line[sign.end() : sign.end() + NAME_MAX_CHARS])
        if found and _ends(line, end := _behind_honorific(line, sign.end() + found[1])):
            return Owner(found[0], sign.start(), end)
    return None


def _ends(line: str, place: int) -> bool:
    return place == len(line) or _END.match(line, place) is not None


def _in_brackets(line: str, people: People) -> Owner | None:
    for bracket in _BRACKETS.finditer(line):
        start = bracket.start(1)
        for piece in re.split(r"([、,/・ ;]+)", bracket[1]):
            if (id_ := people.called(piece)) is not None:
                return Owner(id_, start, start + len(piece))
            start += len(piece)
        if (id_ := people.called(bracket[1])) is not None:
            return Owner(id_, bracket.start(1), bracket.end(1))
    return None


def _leading(line: str, people: People) -> Owner | None:
    found = _LEADING.match(line)
    if found and (id_ := people.called(line[: found.start("sign")])) is not None:
        return Owner(id_, 0, found.end())
    return None


def _with_honorific(line: str, people: People) -> Owner | None:
    for sign in _HONORIFIC.finditer(line):
        for start in range(max(0, sign.start() - 12), sign.start()):
            if (id_ := people.called(line[start : sign.start()])) is not None:
                return Owner(id_, start, sign.end())
    return None


def _behind_honorific(line: str, end: int) -> int:
    found = _HONORIFIC.match(line, end)
    return found.end() if found else end
