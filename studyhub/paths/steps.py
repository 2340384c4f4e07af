"""The steps of a path: their order, what they are called, and on which days they fall by themselves.

Rules: docs/rules.md, Path.
"""

from datetime import date, timedelta
from enum import StrEnum

from studyhub.words.saying import lazy_gettext as _l

# A first night that is nearer leaves no time to practise; one that is further away nobody can plan.
NEAREST, FURTHEST = timedelta(days=7), timedelta(days=365)
# A step that is taken again is due so long after.
AGAIN_IN = timedelta(days=14)


class StepKind(StrEnum):
    """A step, in order."""

    QUIRKS = "quirks"
    LISTEN = "listen"
    RESPOND = "respond"
    SHADOW = "shadow"
    NIGHT = "night"


# When each is due, as a part of the time to the first night.
_SHARES = {
    StepKind.QUIRKS: 0.1,
    StepKind.LISTEN: 0.3,
    StepKind.RESPOND: 0.55,
    StepKind.SHADOW: 0.8,
    StepKind.NIGHT: 1.0,
}
WORDS = {
    StepKind.QUIRKS: _l("Read the quirks"),
    StepKind.LISTEN: _l("Listen to a drill"),
    StepKind.RESPOND: _l("Respond in a drill"),
    StepKind.SHADOW: _l("Shadow a night"),
    StepKind.NIGHT: _l("First night"),
}
# What does it, in one sentence.
DONE_BY = {
    StepKind.QUIRKS: _l("Done once you say that you have read them."),
    StepKind.LISTEN: _l("Done once you have been in a session of training as an observer, and the answer was told."),
    StepKind.RESPOND: _l("Done once you have responded in a drill on this service, passed or not."),
    StepKind.SHADOW: _l("Done once the night is over. It has no points, and the rest after it counts."),
    StepKind.NIGHT: _l("Done once a shift of yours is over."),
}


def days(today: date, first_night: date) -> dict[StepKind, date]:
    """On which day each step is due, for a first night on a day to come."""
    length = (first_night - today).days
    return {kind: today + timedelta(days=round(length * share)) for kind, share in _SHARES.items()}
