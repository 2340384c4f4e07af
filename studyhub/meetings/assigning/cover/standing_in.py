"""A request for cover ends: somebody stands in, or whoever asked presents after all. Nobody is asked any more then.

The meeting must be locked. Nothing here commits.
"""

from collections.abc import Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


def stand_in(held: Sequence[Assignment], *, now: datetime) -> list[User]:
    """Free whoever wants cover, now that somebody else presents, and hand back whom that concerns.

    Whoever else was asked for cover is asked no more: the first to say yes has the chapter.
    """
    wanting = [one for one in held if one.state is AssignmentState.COVER_WANTED]
    for one in wanting:
        one.move_to(AssignmentState.COVERED, now=now)
    if wanting:
        end_asking(held, now=now)
    return [one.user for one in wanting if one.user]


def take_up_again(meeting: Meeting, one: Assignment, held: Sequence[Assignment], *, by: User, now: datetime) -> None:
    """Let whoever wants cover present after all; whoever was asked to stand in is asked no more.

    `held` is what is held of the chapter, as read under the lock.
    """
    one.move_to(AssignmentState.ACCEPTED, now=now)
    one.reason = ""
    taken_up = "chapter.accepted" if by.id == one.user_id else "chapter.presented_again"
    trail.record(taken_up, one, by=by, now=now, circle_id=meeting.circle_id)
    end_asking(held, now=now)


def end_asking(held: Sequence[Assignment], *, now: datetime) -> None:
    """Ask those of these who did not answer yet no more."""
    for one in held:
        if one.state is AssignmentState.SUGGESTED:
            one.move_to(AssignmentState.GIVEN_BACK, now=now)
