"""How a drill moves, and what its states and the lines of its record are called.

Rules: docs/rules.md, Drills.
"""

from enum import StrEnum

from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import lazy_pgettext


class DrillState(StrEnum):
    """What is kept. One that was left open counts as interrupted, which is derived."""

    PLANNED = "planned"
    CALLED_OFF = "called_off"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    REVEALED = "revealed"
    DEBRIEFED = "debriefed"


# After these nothing of it is still to come.
OVER = (DrillState.CALLED_OFF, DrillState.REVEALED, DrillState.DEBRIEFED)
# In these the answer is told.
TOLD = (DrillState.REVEALED, DrillState.DEBRIEFED)
# In these it was begun, and there is something left to do.
BEGUN = (DrillState.RUNNING, DrillState.INTERRUPTED, DrillState.REVEALED)
MOVES: dict[DrillState, frozenset[DrillState]] = {
    DrillState.PLANNED: frozenset({DrillState.RUNNING, DrillState.CALLED_OFF}),
    DrillState.CALLED_OFF: frozenset({DrillState.PLANNED}),
    DrillState.RUNNING: frozenset({DrillState.INTERRUPTED, DrillState.REVEALED}),
    DrillState.INTERRUPTED: frozenset({DrillState.RUNNING, DrillState.REVEALED}),
    DrillState.REVEALED: frozenset({DrillState.DEBRIEFED}),
    DrillState.DEBRIEFED: frozenset(),
}
WORDS = {
    DrillState.PLANNED: lazy_pgettext("drill", "Planned"),
    DrillState.CALLED_OFF: lazy_pgettext("drill", "Called off"),
    DrillState.RUNNING: lazy_pgettext("drill", "Running"),
    DrillState.INTERRUPTED: lazy_pgettext("drill", "Interrupted"),
    DrillState.REVEALED: lazy_pgettext("drill", "Revealed"),
    DrillState.DEBRIEFED: lazy_pgettext("drill", "Debriefed"),
}
# The kinds of tags that they are shown with.
KINDS = {
    DrillState.PLANNED: "next",
    DrillState.CALLED_OFF: "plain",
    DrillState.RUNNING: "on",
    DrillState.INTERRUPTED: "waits",
    DrillState.REVEALED: "waits",
    DrillState.DEBRIEFED: "plain",
}


class EventKind(StrEnum):
    """A line of the record."""

    STARTED = "started"
    ASKED = "asked"
    TRIED = "tried"
    HINT_WANTED = "hint_wanted"
    HINT = "hint"
    FOUND = "found"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    TAKEN_OVER = "taken_over"
    REVEALED = "revealed"


# One press of the examiner's each, with words that may follow.
LOGGED = (EventKind.ASKED, EventKind.TRIED, EventKind.FOUND)
EVENT_WORDS = {
    EventKind.STARTED: lazy_pgettext("drill", "Begun"),
    EventKind.ASKED: lazy_pgettext("drill", "Asked"),
    EventKind.TRIED: lazy_pgettext("drill", "Tried"),
    EventKind.HINT_WANTED: lazy_pgettext("record of a drill", "Hint wanted"),
    EventKind.HINT: lazy_pgettext("drill", "Hint"),
    EventKind.FOUND: lazy_pgettext("drill", "Found"),
    EventKind.INTERRUPTED: lazy_pgettext("record of a drill", "Interrupted"),
    EventKind.RESUMED: lazy_pgettext("drill", "Resumed"),
    EventKind.TAKEN_OVER: _l("Another examiner"),
    EventKind.REVEALED: lazy_pgettext("drill", "Revealed"),
}
EVENT_KINDS = {
    EventKind.STARTED: "on",
    EventKind.ASKED: "plain",
    EventKind.TRIED: "next",
    EventKind.HINT_WANTED: "waits",
    EventKind.HINT: "waits",
    EventKind.FOUND: "on",
    EventKind.INTERRUPTED: "line",
    EventKind.RESUMED: "line",
    EventKind.TAKEN_OVER: "line",
    EventKind.REVEALED: "on",
}


class RemarkKind(StrEnum):
    """What is said after the reveal."""

    GOOD = "good"
    BETTER = "better"
    LEARNED = "learned"


class Verdict(StrEnum):
    """How the responder did, for the responder and the examiner alone."""

    PASS = "pass"  # noqa: S105 -- no password
    AGAIN = "again"


REMARK_WORDS = {
    RemarkKind.GOOD: _l("What was good"),
    RemarkKind.BETTER: _l("What would make it better"),
    RemarkKind.LEARNED: _l("What was learned"),
}
VERDICT_WORDS = {Verdict.PASS: lazy_pgettext("drill", "Passed"), Verdict.AGAIN: lazy_pgettext("drill", "Once more")}
