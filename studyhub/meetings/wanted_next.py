"""The nearest chapter of a circle that wants a presenter, for who looks at its spine."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from studyhub.circles.models import Chapter, Participation
from studyhub.meetings import rules
from studyhub.meetings.assigning import obstacles
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.circle_page import PlanLine, ReadChapter
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
    """Of the meetings to come; None when nobody is called to take any. `lines` are in order of time.

    In the last hours it is offered to nobody while somebody is asked for it by name.

    `mine` is the reader's part in the circle: of whoever has none nothing more is asked.
    """
    wanted = [(line.meeting, one) for line in lines for one in line.chapters if one.wants_presenter]
    if not wanted:
        return None
    meeting, first = wanted[0]
    is_offered = mine is not None and not _waits_for_an_answer(meeting, first, now)
    can_take = is_offered and first.chapter.id in obstacles.of_person(user, [(meeting, first.chapter)], now=now)
    return WantedNext(meeting, first.chapter, len(wanted) - 1, can_take)


def have_presenters(lines: Sequence[PlanLine], *, now: datetime) -> bool:
    """Whether chapters are presented in what is to come, and each of them by somebody who has said so."""
    presented = [line for line in lines if rules.takes_presenters(line.meeting, now)]
    chapters = [one for line in presented for one in line.chapters if not one.is_read_together]
    return bool(chapters) and all(one.is_in_hands and not one.wants_presenter for one in chapters)


def _waits_for_an_answer(meeting: Meeting, chapter: ReadChapter, now: datetime) -> bool:
    is_last = meeting.starts_at <= now + rules.LAST_ASKED
    return is_last and any(one.state is AssignmentState.SUGGESTED for one in chapter.presenters)
