"""Spinning the wheel again. It is free; the trail says what was put aside. Does not commit."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.drills.models import Scenario
from studyhub.people.models import User


def spin_again(put_aside: Scenario, *, by: User, now: datetime) -> None:
    """Note that somebody would rather have what the wheel says next."""
    trail.record("wheel.spun", put_aside, by=by, now=now)
