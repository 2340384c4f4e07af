"""What the page of a circle shows of decisions and actions: what is to do next, and what was decided last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyhub.actions import listing, queries
from studyhub.actions.models import Action, Decision
from studyhub.circles.models import Circle
from studyhub.people import readers
from studyhub.people.models import User

ACTIONS_SHOWN, DECISIONS_SHOWN = 5, 3


@dataclass(frozen=True)
class CirclePart:
    """What one member sees of it; `has_more` says that more is open than is shown."""

    actions: Sequence[Action]
    has_more: bool
    decisions: Sequence[Decision]
    today: date


def of_circle(circle: Circle, user: User | None, *, keeps_any: bool, now: datetime) -> CirclePart | None:
    """The open actions due next and the last decisions; None for visitors, and where there is neither.

    `keeps_any` is what `queries.keeps_any` says of the circle.
    """
    if not readers.is_member(user) or not keeps_any:
        return None
    actions = queries.open_actions(circle, user, limit=ACTIONS_SHOWN + 1)
    decisions = queries.last_decisions(circle, user, limit=DECISIONS_SHOWN)
    if not (actions or decisions):
        return None
    has_more = len(actions) > ACTIONS_SHOWN
    return CirclePart(actions[:ACTIONS_SHOWN], has_more, decisions, listing.today(circle, now))
