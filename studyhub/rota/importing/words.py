"""The problems of a spreadsheet in words."""

from enum import StrEnum

from studyhub.rota.importing.reading import ProblemKind
from studyhub.text import sheets
from studyhub.text.sheets import Problem
from studyhub.words.saying import gettext as _


def _two_at_once(problem: Problem) -> str:
    if problem.value == str(problem.line):
        return _("The same person has both roles.")
    return _("The same person is on duty at that time by line %(line)s.", line=problem.value)


def problem_words(problem: Problem) -> str:
    """One sentence about a problem, without the line's number."""
    value = problem.value
    words: dict[StrEnum, str] = {
        ProblemKind.EMPTY: _("There is no shift in the file."),
        ProblemKind.TOO_MANY: _("There are more than %(count)s lines in the file.", count=value),
        ProblemKind.NO_TIME_COLUMN: _("A column “date”, or two columns “start” and “end”, are missing."),
        ProblemKind.NO_PERSON_COLUMN: _("A column “person”, or a column “primary”, is missing."),
        ProblemKind.BAD_DATE: _("Not a date such as 2026-04-01: %(text)s", text=value),
        ProblemKind.BAD_TIME: _("Not a time such as 2026-04-01 19:00: %(text)s", text=value),
        ProblemKind.ENDS_BEFORE_START: _("It ends before it begins: %(text)s", text=value),
        ProblemKind.TOO_LONG: _("Longer than 26 hours: %(text)s", text=value),
        ProblemKind.BAD_ROLE: _("Neither primary nor secondary: %(text)s", text=value),
        ProblemKind.BAD_KIND: _("Neither weeknight, day off nor special day: %(text)s", text=value),
        ProblemKind.NO_SHIFT: _("No hours are left of this shift: %(text)s", text=value),
        ProblemKind.UNKNOWN_PERSON: _("No member has this name or address: %(text)s", text=value),
        ProblemKind.OVERLAPS: _("The same role is taken at that time by line %(line)s.", line=value),
        ProblemKind.TWO_AT_ONCE: _two_at_once(problem),
        ProblemKind.IS_PUBLISHED: _("A published rota has this shift already: %(text)s", text=value),
        ProblemKind.SPAN_TOO_LONG: _("The file has more than %(count)s days.", count=value),
    }
    return sheets.words(problem) or str(words[problem.kind])
