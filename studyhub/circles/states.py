"""Pausing, resuming, finishing and ending a circle. Rules: docs/rules.md, Circle. Nothing here commits."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.circles import locking
from studyhub.circles.models import Circle, CircleState
from studyhub.people.models import User


def change(circle: Circle, state: CircleState, *, by: User, now: datetime) -> CircleState:
    """Bring the circle into a state and hand back the one before, which undoing needs.

    Pressing twice is harmless: a circle in that state already stays so. Raises ImpossibleMove.
    """
    locking.lock(circle)
    before = circle.state
    if before is state:
        return before
    circle.move_to(state)
    trail.record(
        f"circle.{state}", circle, by=by, now=now, circle_id=circle.id, before={"state": before}, after={"state": state}
    )
    return before
