"""Reading a list of people from CSV: every line that cannot be taken is named with its number and the reason.

Spreadsheets write UTF-8 with or without a mark, or Shift_JIS; columns stand in any order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from studyhub.people.models import NAME_MAX_CHARS, NUMBER_MAX_CHARS
from studyhub.people.rosters.numbers import normal_number
from studyhub.people.spelling.emails import is_email, normal_email
from studyhub.people.spelling.readings import is_reading
from studyhub.text import sheets
from studyhub.text.cleaning import clean_line
from studyhub.text.sheets import Problem, Sheet

MAX_PEOPLE = 5000
EARLIEST_JOINED = date(1950, 1, 1)
LATEST_JOINED = date(2100, 12, 31)
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_COLUMNS = {
    "name": ("name", "氏名", "名前"),
    "kana": ("kana", "よみ", "読み", "読み仮名", "かな", "ふりがな", "フリガナ", "カナ"),
    "number": ("number", "employee number", "社員番号", "従業員番号"),
    "email": ("email", "e-mail", "mail", "メール", "メールアドレス"),
    "team": ("team", "チーム"),
    "chat_handle": ("slack", "chat", "チャット"),
    "joined": ("joined", "入社日"),
}
REQUIRED = ("name", "email")


class ProblemKind(StrEnum):
    """Why a list, or a line of it, cannot be taken, beside what can be wrong with any table."""

    EMPTY = "empty"
    TOO_MANY = "too_many"
    COLUMN_MISSING = "column_missing"
    NO_NAME = "no_name"
    BAD_READING = "bad_reading"
    TOO_LONG = "too_long"
    NO_EMAIL = "no_email"
    BAD_EMAIL = "bad_email"
    EMAIL_TWICE = "email_twice"
    NUMBER_TWICE = "number_twice"
    BAD_DATE = "bad_date"


@dataclass(frozen=True)
class Person:
    """One line. Empty cells are empty strings or None; the first team is the primary one."""

    line: int
    name: str
    email: str
    kana: str = ""
    teams: tuple[str, ...] = ()
    chat_handle: str = ""
    joined_on: date | None = None
    number: str = ""


@dataclass
class Roster:
    """A list as it was read. It can be taken when it has no problems."""

    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)


def read_bytes(data: bytes) -> Roster:
    """Read a file."""
    text = sheets.text_of(data)
    return read(text) if isinstance(text, str) else Roster(problems=[text])


def read(text: str) -> Roster:
    """Read a text."""
    sheet = sheets.read(text, _COLUMNS)
    roster = Roster(problems=[*sheet.problems, *_missing_columns(sheet)], unknown_columns=sheet.unknown_columns)
    if not roster.problems:
        _read_lines(sheet, roster)
    return roster


def _missing_columns(sheet: Sheet) -> list[Problem]:
    if sheet.heading is None:
        return [] if sheet.problems else [Problem(ProblemKind.EMPTY)]
    return [Problem(ProblemKind.COLUMN_MISSING, sheet.heading, name) for name in REQUIRED if name not in sheet.columns]


def _read_lines(sheet: Sheet, roster: Roster) -> None:
    if not sheet.lines:
        roster.problems.append(Problem(ProblemKind.EMPTY))
    if len(sheet.lines) > MAX_PEOPLE:
        roster.problems.append(Problem(ProblemKind.TOO_MANY, value=str(MAX_PEOPLE)))
        return
    seen = _Seen()
    for line, cells in sheet.cells():
        if isinstance(cells, Problem):
            roster.problems.append(cells)
            continue
        person, problems = _person(line, cells)
        roster.problems += [*problems, *seen.again(person)]
        roster.people.append(person)


class _Seen:
    """The addresses and numbers of earlier lines, each with the line it stood in first."""

    def __init__(self) -> None:
        self._emails: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def again(self, person: Person) -> Iterator[Problem]:
        """What of this line stood in an earlier one."""
        for kind, text, lines in (
            (ProblemKind.EMAIL_TWICE, person.email, self._emails),
            (ProblemKind.NUMBER_TWICE, person.number, self._numbers),
        ):
            if text and text in lines:
                yield Problem(kind, person.line, f"{text} ({lines[text]})")
            lines.setdefault(text, person.line)


def _person(line: int, cells: dict[str, str]) -> tuple[Person, list[Problem]]:
    email = normal_email(cells.get("email", ""))
    joined, joined_on = cells.get("joined", ""), None
    problems = [*_missing(line, cells), *_too_long(line, cells)]
    if not is_reading(kana := cells.get("kana", "")):
        problems.append(Problem(ProblemKind.BAD_READING, line, kana[:20]))
    if email and not is_email(email):
        problems.append(Problem(ProblemKind.BAD_EMAIL, line, email))
    if joined and (joined_on := _date(joined)) is None:
        problems.append(Problem(ProblemKind.BAD_DATE, line, joined))
    person = Person(
        line=line,
        name=cells.get("name", ""),
        email=email,
        number=normal_number(cells.get("number", "")),
        kana=kana,
        teams=_teams(cells.get("team", "")),
        chat_handle=cells.get("chat_handle", ""),
        joined_on=joined_on,
    )
    return person, problems


def _missing(line: int, cells: dict[str, str]) -> list[Problem]:
    kinds = {"name": ProblemKind.NO_NAME, "email": ProblemKind.NO_EMAIL}
    return [Problem(kind, line) for column, kind in kinds.items() if not cells.get(column)]


def _too_long(line: int, cells: dict[str, str]) -> list[Problem]:
    single = [cells.get(column, "") for column in ("name", "kana", "chat_handle")]
    limits = [(text, NAME_MAX_CHARS) for text in (*single, *_teams(cells.get("team", "")))]
    limits.append((cells.get("number", ""), NUMBER_MAX_CHARS))
    return [Problem(ProblemKind.TOO_LONG, line, text[:20] + "…") for text, limit in limits if len(text) > limit]


def _teams(cell: str) -> tuple[str, ...]:
    """Several teams stand in one cell with ; or 、 between."""
    names = (clean_line(name) for name in cell.replace("、", ";").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    return day if EARLIEST_JOINED <= day <= LATEST_JOINED else None
