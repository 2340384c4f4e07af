"""What a person changed in a preview by hand: short texts under short names, so that a draft can hold them.

Under the key of the chapter a session begins with: `d` its date as typed, `s` its start. Under the key of a chapter:
`m` the key of the session it was moved to, `j` whether a session is joined there with the one before, or divided. Under
a date of the rhythm: `o`, it is left out. Computes only.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate

from studyhub.circles.planning.division import ChapterToRead, weights

DAY, START, MOVED, JOINED, LEFT_OUT = "d", "s", "m", "j", "o"
KINDS = (DAY, START, MOVED, JOINED, LEFT_OUT)
JOIN, DIVIDE = "join", "divide"
# No plan has more to change: its sessions, chapters and dates.
CHANGES_MAX = 6000

Edits = dict[str, str]


def regrouped(groups: Sequence[Sequence[ChapterToRead]], edits: Mapping[str, str]) -> list[list[ChapterToRead]]:
    """The chapters of each session once some are joined and some divided; the order of the book stays."""
    found: list[list[ChapterToRead]] = []
    for group in groups:
        for place, chapter in enumerate(group):
            wish = edits.get(f"{JOINED}{chapter.key}")
            begins = wish == DIVIDE or (place == 0 and wish != JOIN)
            if begins or not found:
                found.append([])
            found[-1].append(chapter)
    return found


def left_out(edits: Mapping[str, str]) -> frozenset[date]:
    """The dates of the rhythm on which nobody meets."""
    days = (_day(name.removeprefix(LEFT_OUT)) for name in edits if name.startswith(LEFT_OUT))
    return frozenset(day for day in days if day)


def typed(edits: Mapping[str, str], form: Mapping[str, str]) -> Edits:
    """The changes after a form, which shows sessions by their numbers.

    `a<number>` says which chapter one begins with, `w<number>` and `started_with` what was planned, `d<number>` and
    `s<number>` what is typed. `h<chapter>` is the number of the session a chapter is shown in, `m<chapter>` that of the
    one it is moved to.
    """
    after = dict(edits)
    keys = {name[1:]: key for name, key in form.items() if name[:1] == "a" and name[1:].isdigit() and is_key(key)}
    for number, key in keys.items():
        _take(after, f"{DAY}{key}", form.get(f"d{number}"), unlike=form.get(f"w{number}"))
        _take(after, f"{START}{key}", form.get(f"s{number}"), unlike=form.get("started_with"))
    for name, number in form.items():
        is_chapter = name[:1] == MOVED and is_key(name[1:])
        if is_chapter and number in keys and number != form.get(f"h{name[1:]}", number):
            after[name] = keys[number]
    return dict(list(after.items())[:CHANGES_MAX])


def is_key(text: str) -> bool:
    """Whether a text can be the key of a chapter of a draft: the place of its line."""
    return text.isascii() and text.isdigit() and len(text) <= 4


def _take(edits: Edits, name: str, text: str | None, *, unlike: str | None) -> None:
    if text is None:
        return
    if text == unlike:
        edits.pop(name, None)
    else:
        edits[name] = text


def joined(edits: Mapping[str, str], key: str, chapters: Iterable[ChapterToRead]) -> Edits:
    """The session of this key is read with the one before it; what follows comes that much earlier."""
    return _without(edits, key, chapters) | {f"{JOINED}{key}": JOIN}


def divided(edits: Mapping[str, str], chapters: Sequence[ChapterToRead]) -> Edits:
    """The session of these chapters is made two, as even in pages as can be."""
    if len(chapters) < 2:
        return dict(edits)
    after = {name: text for name, text in edits.items() if name not in {f"{MOVED}{one.key}" for one in chapters}}
    return after | {f"{JOINED}{chapters[_middle(chapters)].key}": DIVIDE}


def _middle(chapters: Sequence[ChapterToRead]) -> int:
    """Where the second half begins."""
    before = list(accumulate(weights(chapters)))
    return 1 + min(range(len(chapters) - 1), key=lambda place: abs(before[-1] - 2 * before[place]))


def put_off(edits: Mapping[str, str], key: str, day: date) -> Edits:
    """The date of the rhythm is left out: the session of this key and all after it come that much later."""
    return _without(edits, key) | {f"{LEFT_OUT}{day.isoformat()}": "1"}


def used_again(edits: Mapping[str, str], day: str) -> Edits:
    """A date that was left out is met on after all."""
    return {name: text for name, text in edits.items() if name != f"{LEFT_OUT}{day}"}


def _without(edits: Mapping[str, str], key: str, chapters: Iterable[ChapterToRead] = ()) -> Edits:
    gone = {f"{DAY}{key}", f"{START}{key}", *(f"{MOVED}{chapter.key}" for chapter in chapters)}
    return {name: text for name, text in edits.items() if name not in gone}


def of_dates(edits: Mapping[str, str]) -> Edits:
    """What is changed about dates alone: it stays where chapters are divided in another way."""
    return {name: text for name, text in edits.items() if name[:1] in (DAY, START, LEFT_OUT)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
