"""One routine for whoever leaves, goes on leave or is suspended. Rules: docs/rules.md, Member. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from studyhub.accounts import standing
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState

GIVES_BACK = frozenset({UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT})


def move(user: User, state: UserState, parts: Sequence[OfPeople], *, by: User, now: datetime) -> None:
    """Change the state of an account; whoever can take part no more gives back what is still to come.

    `parts` are what features have of people, from the top layer: places go to the next, chapters are open again, and
    a circle without another organiser asks for one. What happened stays. Pressing twice is harmless. Raises
    ImpossibleMove, standing.LastAdministrator.
    """
    standing.move(user, state, by=by, now=now)
    if state in GIVES_BACK:
        for part in parts:
            if part.give_back:
                part.give_back(user, by=by, now=now)
