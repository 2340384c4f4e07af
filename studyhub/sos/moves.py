"""The states of help wanted and every move between them."""

from enum import StrEnum


class HelpState(StrEnum):
    """How far a wish for help is."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


UNSETTLED = (HelpState.OPEN, HelpState.CLAIMED)
# Only somebody who cannot take part any more, or who says so, gives a claim back.
MOVES: dict[HelpState, frozenset[HelpState]] = {
    HelpState.OPEN: frozenset({HelpState.CLAIMED, HelpState.RESOLVED, HelpState.WITHDRAWN}),
    HelpState.CLAIMED: frozenset({HelpState.OPEN, HelpState.RESOLVED, HelpState.WITHDRAWN}),
    # Whoever said so takes it back: a slip would cost how long it has been wanted.
    HelpState.RESOLVED: frozenset({HelpState.OPEN, HelpState.CLAIMED}),
    HelpState.WITHDRAWN: frozenset({HelpState.OPEN, HelpState.CLAIMED}),
}
