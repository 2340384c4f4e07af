"""What the page of a session shows of decisions and actions: those left from before, and its own once it has begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyhub.actions import carried, listing, queries, rules
from studyhub.actions.models import Action
from studyhub.actions.queries import Settled
from studyhub.circles.models import Participation
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people import readers
from studyhub.people.models import User


@dataclass(frozen=True)
class MeetingPart:
    """What one reader sees of it; `is_in` is whether they are in the circle, `can_keep` whether they may add a line."""

    carried: Sequence[Action]
    settled: Settled
    today: date
    is_in: bool
    can_keep: bool


def of_meeting(meeting: Meeting, user: User | None, mine: Participation | None, *, now: datetime) -> MeetingPart | None:
    """What is left from before while the session is to come or runs, and what it settled; None for nothing to show."""
    if not readers.is_member(user) or meeting.state is MeetingState.CANCELLED:
        return None
    left = [] if meeting.is_held(now) else carried.above_meeting(meeting, user)
    settled = queries.settled_in(meeting, user) if meeting.has_begun(now) else Settled((), ())
    is_in, can_keep = rules.can_keep(mine), rules.can_keep_in(meeting, mine, now)
    if not (left or settled or can_keep):
        return None
    return MeetingPart(left, settled, listing.today(meeting.circle, now), is_in, can_keep)
