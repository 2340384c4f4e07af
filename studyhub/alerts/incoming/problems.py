"""Why a document is not taken, as words."""

from enum import StrEnum

from studyhub.words.saying import gettext as _

RECORDS_MAX = 2_000


class Problem(StrEnum):
    """Why a document, or one record of it, is not taken."""

    NOT_JSON = "not_json"
    NO_LIST = "no_list"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    NOT_OBJECT = "not_object"
    NO_LABELS = "no_labels"
    NO_RULE = "no_rule"
    NO_START = "no_start"
    BAD_TIME = "bad_time"
    AHEAD = "ahead"
    NOT_TEXT = "not_text"


class NotJson(Exception):
    """What was sent cannot be read at all."""


class WrongShape(Exception):
    """It can be read, and is not what is taken here; `record` counts from 1, 0 is the document."""

    def __init__(self, problem: Problem, record: int = 0) -> None:
        super().__init__(problem, record)
        self.problem, self.record = problem, record


def problem_words(wrong: WrongShape) -> str:
    """What is wrong, in a sentence."""
    said = _words()[wrong.problem]
    return _("Record %(number)s: %(problem)s", number=wrong.record, problem=said) if wrong.record else said


def _words() -> dict[Problem, str]:
    return {
        Problem.NOT_JSON: _("This is not JSON."),
        Problem.NO_LIST: _("There is no list of alerts in it."),
        Problem.EMPTY: _("There is no alert in it."),
        Problem.TOO_MANY: _("There are more than %(most)s alerts in it; please cut it.", most=RECORDS_MAX),
        Problem.NOT_OBJECT: _("it is not an object."),
        Problem.NO_LABELS: _("it has no labels."),
        Problem.NO_RULE: _("it does not say which rule rang."),
        Problem.NO_START: _("it does not say when it began."),
        Problem.BAD_TIME: _("a time is not like 2026-12-01T03:05:00+09:00."),
        Problem.AHEAD: _("it begins in the future."),
        Problem.NOT_TEXT: _("there is a list or an object where a word is meant."),
    }
