"""The problems of a list of people in words."""

from enum import StrEnum

from studyhub.people.rosters.roster import ProblemKind
from studyhub.text import sheets
from studyhub.text.sheets import Problem
from studyhub.words.saying import gettext as _


def problem_words(problem: Problem) -> str:
    """One sentence about a problem, without the line's number."""
    value = problem.value
    words: dict[StrEnum, str] = {
        ProblemKind.EMPTY: _("There is nobody in the list."),
        ProblemKind.TOO_MANY: _("There are more than %(count)s people in the list.", count=value),
        ProblemKind.COLUMN_MISSING: _("The column “%(column)s” is missing.", column=value),
        ProblemKind.NO_NAME: _("The name is missing."),
        ProblemKind.BAD_READING: _("Not a reading in kana or Latin letters: %(text)s", text=value),
        ProblemKind.TOO_LONG: _("Longer than 80 characters: %(text)s", text=value),
        ProblemKind.NO_EMAIL: _("The e-mail address is missing."),
        ProblemKind.BAD_EMAIL: _("Not an e-mail address: %(text)s", text=value),
        ProblemKind.EMAIL_TWICE: _("The same e-mail address as an earlier line: %(text)s", text=value),
        ProblemKind.NUMBER_TWICE: _("The same number as an earlier line: %(text)s", text=value),
        ProblemKind.BAD_DATE: _("Not a date such as 2026-04-01: %(text)s", text=value),
    }
    return sheets.words(problem) or str(words[problem.kind])
