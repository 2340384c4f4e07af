"""Why somebody is asked to present, in words: said from the figures of a suggestion in the language of the reader."""

from datetime import date
from typing import Any

from studyhub.meetings.assigning.fairness import Because
from studyhub.words.dates import day_short
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def why(basis: dict[str, Any]) -> str:
    """The figures and what put this person first, as one sentence. `basis` is what fairness.Candidate.basis gave."""
    return _("%(figures)s: %(cause)s.", figures=load(basis["done"], basis["to_come"]), cause=cause(basis))


def load_of(basis: dict[str, Any]) -> str:
    """What somebody presented and is to present, by the figures that `why` says."""
    return load(basis["done"], basis["to_come"])


def load(done: int, to_come: int) -> str:
    """What somebody presented and is to present."""
    words = _("No chapter in the last 3 months")
    if done:
        words = ngettext("%(num)s chapter in the last 3 months", "%(num)s chapters in the last 3 months", done)
    if not to_come:
        return words
    return str(words + ngettext(", %(num)s to come", ", %(num)s to come", to_come))


def cause(basis: dict[str, Any]) -> str:
    """What put this person before the next."""
    last_on = date.fromisoformat(basis["last_on"]) if basis["last_on"] else None
    words = {
        Because.ONLY: _("nobody else can present then"),
        Because.RATHER_NOT: _("others who can present then have something else in mind that day"),
        Because.OTHERS_PRESENT: _("whoever else can present then has another chapter of that session"),
        Because.CHAPTERS: _("fewest of all who can present then"),
        Because.TEAM: _(
            "of those with as many, team %(team)s has presented least for its size", team=basis["team"] or ""
        ),
        Because.LAST: _("of those with as many, never presented yet"),
        Because.EQUAL: _("others who can present then have as many"),
    }
    if last_on:
        words[Because.LAST] = _(
            "of those with as many, their latest chapter (%(day)s) is the earliest", day=day_short(last_on)
        )
    if not basis["team"]:
        words[Because.TEAM] = _("of those with as many, whoever has no team to share with comes first")
    return str(words[Because(basis["because"])])
