"""The nearest chapter of a circle that wants a presenter, for who looks at its spine."""

from collections.abc import Sequence
from typing import NamedTuple

from studyhub.circles.models import Chapter, Participation
from studyhub.meetings import rules
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.circle_page import PlanLine, ReadChapter
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


class WantedNext(NamedTuple):
    """The nearest such chapter, how many more there are, and whether the reader can take it."""

    meeting: Meeting
    chapter: Chapter
    others: int
    can_take: bool


def wanted_next(lines: Sequence[PlanLine], user: User, mine: Participation | None) -> WantedNext | None:
    """Of the meetings to come; None when all chapters have their presenters. `lines` are in order of time."""
    wanted = [(line.meeting, one) for line in lines if not line.is_past for one in line.chapters if _is_wanted(one)]
    if not wanted:
        return None
    meeting, first = wanted[0]
    is_theirs = any(one.user_id == user.id for one in first.presenters)
    can_take = mine is not None and not rules.is_listener(mine) and not is_theirs
    return WantedNext(meeting, first.chapter, len(wanted) - 1, can_take)


def _is_wanted(one: ReadChapter) -> bool:
    return one.is_open or any(presenter.state is AssignmentState.COVER_WANTED for presenter in one.presenters)
