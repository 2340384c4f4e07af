"""Reading a rota from CSV: a shift a line, or a day with a column for each role. What is unclear is named by line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from studyhub import zones
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.text import sheets
from studyhub.text.cleaning import folded
from studyhub.text.sheets import Problem, Sheet
from studyhub.zones import DateOutOfRange

# A year of both roles, days off in two parts.
MAX_LINES = 1500
_COLUMNS = {
    "date": ("date", "day", "日付", "日", "当番日"),
    "start": ("start", "from", "開始", "開始日時"),
    "end": ("end", "until", "to", "終了", "終了日時"),
    "role": ("role", "役割", "ロール"),
    "person": (
        "person",
        "name",
        "email",
        "e-mail",
        "担当",
        "担当者",
        "当番",
        "氏名",
        "名前",
        "メール",
        "メールアドレス",
    ),
    "kind": ("kind", "種別", "種類"),
    "primary": ("primary", "プライマリ", "プライマリー", "主担当"),
    "secondary": ("secondary", "セカンダリ", "セカンダリー", "副担当"),
}
_ROLES = {
    Role.PRIMARY: ("primary", "プライマリ", "プライマリー", "主担当", "主", "1"),
    Role.SECONDARY: ("secondary", "セカンダリ", "セカンダリー", "副担当", "副", "2"),
}
_KINDS = {
    ShiftKind.WEEKNIGHT: ("weeknight", "night", "平日夜", "平日", "夜間", "夜"),
    ShiftKind.DAY_OFF: ("day_off", "day off", "休日", "休み", "祝日", "土日"),
    ShiftKind.SPECIAL: ("special", "special day", "特別日", "年末年始"),
}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*[(（].[)）])?", re.ASCII)
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]*(\d{{1,2}}):(\d{{2}})(?::00)?", re.ASCII)


Word = TypeVar("Word", Role, ShiftKind)


class ProblemKind(StrEnum):
    """Why a file, or a line of it, cannot be taken, beside what can be wrong with any table."""

    EMPTY = "empty"
    TOO_MANY = "too_many"
    NO_TIME_COLUMN = "no_time_column"
    NO_PERSON_COLUMN = "no_person_column"
    BAD_DATE = "bad_date"
    BAD_TIME = "bad_time"
    ENDS_BEFORE_START = "ends_before_start"
    TOO_LONG = "too_long"
    BAD_ROLE = "bad_role"
    BAD_KIND = "bad_kind"
    NO_SHIFT = "no_shift"
    UNKNOWN_PERSON = "unknown_person"
    OVERLAPS = "overlaps"
    TWO_AT_ONCE = "two_at_once"
    IS_PUBLISHED = "is_published"
    SPAN_TOO_LONG = "span_too_long"


@dataclass(frozen=True)
class Line:
    """A shift in one role as it is written: of a day, or from and to in wall time. An empty person is vacant."""

    line: int
    day: date
    role: Role
    person: str
    kind: ShiftKind | None = None
    hours: tuple[datetime, datetime] | None = None


@dataclass
class Table:
    """A file as it was read. It can be gone on with when it has no problems."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)


class Unclear(Exception):
    """What is wrong with a line, and the text that is."""


def read_bytes(data: bytes) -> Table:
    """Read a file."""
    text = sheets.text_of(data)
    return read(text) if isinstance(text, str) else Table(problems=[text])


def read(text: str) -> Table:
    """Read a text."""
    sheet = sheets.read(text, _COLUMNS)
    table = Table(problems=[*sheet.problems, *_file_problems(sheet)], unknown_columns=sheet.unknown_columns)
    if not table.problems:
        _read_lines(sheet, table)
    return table


def _file_problems(sheet: Sheet) -> Iterator[Problem]:
    if not sheet.lines:
        if not sheet.problems:
            yield Problem(ProblemKind.EMPTY)
        return
    if len(sheet.lines) >= MAX_LINES:
        yield Problem(ProblemKind.TOO_MANY, value=str(MAX_LINES))
        return
    if "date" not in sheet.columns and not {"start", "end"} <= set(sheet.columns):
        yield Problem(ProblemKind.NO_TIME_COLUMN)
    if {"person", "primary"}.isdisjoint(sheet.columns):
        yield Problem(ProblemKind.NO_PERSON_COLUMN)


def _read_lines(sheet: Sheet, table: Table) -> None:
    for number, cells in sheet.cells():
        if isinstance(cells, Problem):
            table.problems.append(cells)
            continue
        try:
            table.lines += _lines(number, cells)
        except Unclear as error:
            table.problems.append(Problem(error.args[0], number, error.args[1][:40]))


def _lines(number: int, cells: dict[str, str]) -> Iterator[Line]:
    """The shifts of a line: one, or one for each role that has a column."""
    hours = _hours(cells)
    day = hours[0].date() if hours else _day(cells.get("date", ""))
    kind = _word(cells.get("kind", ""), _KINDS, ProblemKind.BAD_KIND)
    if "person" in cells:
        role = _word(cells.get("role", ""), _ROLES, ProblemKind.BAD_ROLE) or Role.PRIMARY
        yield Line(number, day, role, cells["person"], kind, hours)
        return
    for role in Role:
        if role.value in cells:
            yield Line(number, day, role, cells[role.value], kind, hours)


def _word(text: str, words: Mapping[Word, tuple[str, ...]], problem: ProblemKind) -> Word | None:
    if not text:
        return None
    for meaning, names in words.items():
        if folded(text) in {folded(name) for name in names}:
            return meaning
    raise Unclear(problem, text)


def _day(text: str) -> date:
    if (found := _DAY.fullmatch(text)) is None:
        raise Unclear(ProblemKind.BAD_DATE, text)
    try:
        day = date(*(int(part) for part in found.groups()))
        zones.require_in_range(day)
    except (ValueError, DateOutOfRange) as error:
        raise Unclear(ProblemKind.BAD_DATE, text) from error
    return day


def _hours(cells: dict[str, str]) -> tuple[datetime, datetime] | None:
    """From and to, in wall time; None where the line says its day alone."""
    if not cells.get("start") and not cells.get("end"):
        return None
    begins, ends = _moment(cells.get("start", ""), cells.get("date", "")), _moment(cells.get("end", ""), "")
    if ends <= begins:
        raise Unclear(ProblemKind.ENDS_BEFORE_START, cells.get("end", ""))
    return begins, ends


def _moment(text: str, day: str) -> datetime:
    found = _MOMENT.fullmatch(f"{day} {text}" if day and ":" in text and not _MOMENT.fullmatch(text) else text)
    if found is None:
        raise Unclear(ProblemKind.BAD_TIME, text)
    year, month, number, hour, minute = (int(part) for part in found.groups())
    try:
        at = datetime.combine(_day(f"{year}-{month}-{number}"), time(hour, minute))
    except ValueError as error:
        raise Unclear(ProblemKind.BAD_TIME, text) from error
    return at
