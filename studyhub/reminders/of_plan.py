"""How the reminders of the day before stand for each session of a circle's plan, for whoever organises it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from studyhub.circles.models import Circle
from studyhub.meetings.models import Meeting
from studyhub.reminders import moments
from studyhub.reminders.models import ReminderKind
from studyhub.reminders.standing import is_halted, is_shown, of_due


@dataclass(frozen=True)
class PlanReminder:
    """When it is due, to how many it went so far, and how many it did not reach by mail; or that none goes."""

    moment: datetime
    is_halted: bool
    sent: int
    unreached: int


def of_plan(circle: Circle, meetings: Iterable[Meeting], now: datetime) -> Mapping[int, PlanReminder]:
    """By the id of the session; only for those soon that take place. Three statements, however many there are."""
    due = {
        (one.id, ReminderKind.DAY): moments.moment(ReminderKind.DAY, one.starts_at, circle.time_zone)
        for one in meetings
        if is_shown(one, now)
    }
    if not due:
        return {}
    halted = is_halted(circle)
    return {
        meeting_id: PlanReminder(one.moment, halted, one.sent, len(one.unreached))
        for (meeting_id, _kind), one in of_due(due).items()
    }
