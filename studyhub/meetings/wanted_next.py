"""The nearest chapter of a circle that wants a presenter, for who looks at its spine."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from studyhub.circles.models import Chapter, Participation
from studyhub.meetings.assigning import obstacles
from studyhub.meetings.circle_page import PlanLine
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


class WantedNext(NamedTuple):
    """The nearest such chapter, how many more there are, and whether the reader could take it."""

    meeting: Meeting
    chapter: Chapter
    others: int
    can_take: bool


def wanted_next(
    lines: Sequence[PlanLine], user: User, mine: Participation | None, *, now: datetime
) -> WantedNext | None:
    """Of the meetings to come; None when all chapters have their presenters. `lines` are in order of time.

    `mine` is the reader's part in the circle: of whoever has none nothing more is asked.
    """
    wanted = [(line.meeting, one.chapter) for line in lines for one in line.chapters if one.wants_presenter]
    if not wanted:
        return None
    meeting, first = wanted[0]
    can_take = mine is not None and first.id in obstacles.of_person(user, wanted[:1], now=now)
    return WantedNext(meeting, first, len(wanted) - 1, can_take)
