"""Until when something is to be done, as people write it in a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from studyhub.actions.reading.letters import narrow

# A leap day comes again within eight years.
YEARS_AHEAD = 9
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_DAY = (
    r"(?:(?P<year>20\d\d)(?:[-/.]|年[ ]?))?"
    r"(?P<month>1[0-2]|0?[1-9])(?:[-/.]|月[ ]?)(?P<day>3[01]|[12]\d|0?[1-9])(?:日|(?![\d/.%]))"
)
_NAMED = (
    rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?[ ](?P<named>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
    r"(?:,?[ ](?P<named_year>20\d\d))?"
)
_WEEKDAY = r"(?:[ ]?\([日月火水木金土](?:曜日?)?\))?"
_NEXT = r"(?P<next>次回|次の回|next (?:session|time|meeting))"
_BEFORE = r"(?P<before>(?:期限|締切り?|締め切り|〆切?|due|deadline|by|until|till)[ ]?:?[ ]?|~[ ]?)?"
_AFTER = r"(?P<after>[ ]?(?:までに?|迄に?|〆切?|締切り?|期限))?"
FORM = re.compile(rf"(?<![\d/.\-]){_BEFORE}(?:{_DAY}|{_NAMED}|{_NEXT}){_WEEKDAY}{_AFTER}", re.IGNORECASE)


@dataclass(frozen=True)
class Due:
    """A day, and from which letter to which it stands in the line."""

    on: date
    start: int
    end: int


def due_in(text: str, *, after: date, next_on: date | None) -> Due | None:
    """The day until which something is to be done; None where the line names none.

    Without a year it is the next such day from `after` on; `next_on` is the day of the next session, if there is one.
    A day that is only spoken of is none: what says "until" counts, what stands alone at an end or in brackets too.
    """
    return next(_dues(text, after, next_on), None)


def _dues(text: str, after: date, next_on: date | None) -> Iterator[Due]:
    line = narrow(text)
    for found in FORM.finditer(line):
        if (on := _on(found, after, next_on)) and _is_until(line, found):
            yield Due(on, found.start(), found.end())


def _is_until(line: str, found: re.Match[str]) -> bool:
    if found["before"] or found["after"]:
        return True
    if found["next"]:
        return False
    before, behind = line[: found.start()], line[found.end() :]
    stands_apart = not before or before[-1] in " (,、[@→>"
    return stands_apart and (not behind.strip(" .。、,)]") or behind[0] in ")]、," or (not before and behind[0] == " "))


def _on(found: re.Match[str], after: date, next_on: date | None) -> date | None:
    if found["next"]:
        return next_on
    if found["name"]:
        year, month, day = found["named_year"], MONTHS.index(found["name"].lower()) + 1, int(found["named"])
    else:
        year, month, day = found["year"], int(found["month"]), int(found["day"])
    if year:
        return _date(int(year), month, day)
    years = range(after.year, after.year + YEARS_AHEAD)
    return next((on for one in years if (on := _date(one, month, day)) and on >= after), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
