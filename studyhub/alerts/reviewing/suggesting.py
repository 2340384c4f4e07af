"""What to begin with, and the sentence that decides it. Knows no database."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studyhub.alerts.models import DecisionKind
from studyhub.alerts.reviewing.counting import Figures
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

# What rang once decides nothing.
LEAST = 2
MOSTLY, SELDOM = 0.8, 0.34


class Why(StrEnum):
    """What the figures of a group say about it."""

    SAME_HOUR = "same_hour"
    NOBODY = "nobody"
    ALWAYS = "always"
    SELDOM = "seldom"
    MIXED = "mixed"


LIKELY = {
    Why.SAME_HOUR: DecisionKind.REMOVE,
    Why.NOBODY: DecisionKind.REMOVE,
    Why.ALWAYS: DecisionKind.AUTOMATE,
    Why.SELDOM: DecisionKind.TUNE,
    Why.MIXED: DecisionKind.KEEP,
}


@dataclass(frozen=True)
class Suggestion:
    """The likely answer, and why."""

    kind: DecisionKind
    why: Why


def suggestion(figures: Figures) -> Suggestion:
    """What the figures suggest."""
    why = _why(figures)
    return Suggestion(LIKELY[why], why)


def _why(figures: Figures) -> Why:
    if figures.acted == 0:
        return Why.SAME_HOUR if figures.usual else Why.NOBODY
    if figures.acted >= MOSTLY * figures.count:
        return Why.ALWAYS
    return Why.SELDOM if figures.acted <= SELDOM * figures.count else Why.MIXED


def sentence(figures: Figures) -> str:
    """The sentence that decides it."""
    return str(_SENTENCES[_why(figures)](figures))


def _same_hour(figures: Figures) -> Any:
    when = figures.usual.strftime("%H:%M") if figures.usual else ""
    if figures.minutes is None:
        return _("It always rings around %(time)s, and nobody said that they acted.", time=when)
    return _(
        "It always rings around %(time)s and stops after %(minutes)s minutes, without anybody doing anything.",
        time=when,
        minutes=figures.minutes,
    )


def _nobody(figures: Figures) -> Any:
    return ngettext(
        "It rang %(num)s time, and nobody said that they acted.",
        "It rang %(num)s times, and nobody said that they acted.",
        figures.count,
    )


def _always(figures: Figures) -> Any:
    if figures.minutes is None:
        return _("Somebody acted on %(acted)s of %(count)s times.", count=figures.count, acted=figures.acted)
    return _(
        "Somebody acted on %(acted)s of %(count)s times, for %(minutes)s minutes each.",
        count=figures.count,
        acted=figures.acted,
        minutes=figures.minutes,
    )


def _some(figures: Figures) -> Any:
    return _("Of %(count)s times, somebody acted on %(acted)s.", count=figures.count, acted=figures.acted)


_SENTENCES = {
    Why.SAME_HOUR: _same_hour,
    Why.NOBODY: _nobody,
    Why.ALWAYS: _always,
    Why.SELDOM: _some,
    Why.MIXED: _some,
}
