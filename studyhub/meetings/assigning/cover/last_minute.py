"""The presenter cannot come: they say so shortly before, or an organiser says it for them at any time.

That it is urgent is not stored: a chapter whose cover is wanted while its meeting is at hand waits for a decision. What
an organiser can decide on is in deciding.py, whom to ask in covering.py. Nothing here commits.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from studyhub import zones
from studyhub.circles.models import Chapter
from studyhub.meetings import payloads, queries, telling
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User

EVENING = time(18)


class TooEarly(Exception):
    """The meeting is not at hand yet: whoever cannot present asks for cover."""


def is_at_hand(meeting: Meeting, now: datetime) -> bool:
    """Whether it is the evening before the meeting, its day, or the meeting itself, by the circle's clocks."""
    day = zones.in_zone(meeting.starts_at, meeting.circle.time_zone).date()
    begins = zones.to_utc(day - timedelta(days=1), EVENING, meeting.circle.time_zone)
    return meeting.state is MeetingState.SCHEDULED and begins <= now < meeting.ends_at


def is_lost(states: Sequence[AssignmentState]) -> bool:
    """Whether a chapter with presenters in these states, or asked ones, has nobody who can present it."""
    had = [state for state in states if state is not AssignmentState.SUGGESTED]
    return bool(had) and all(state is AssignmentState.COVER_WANTED for state in had)


def awaits_answer(states: Sequence[AssignmentState]) -> bool:
    """Whether nobody can present such a chapter as yet, and somebody is asked to; lapsed requests are left out."""
    had = [state for state in states if state is not AssignmentState.SUGGESTED]
    return len(had) < len(states) and (not had or is_lost(states))


def needs_decision(meeting: Meeting, states: Sequence[AssignmentState], now: datetime) -> bool:
    """Whether such a chapter has lost all its presenters while its meeting is at hand, and nobody is asked for it."""
    return is_lost(states) and not awaits_answer(states) and is_at_hand(meeting, now)


def cannot_present(meeting: Meeting, chapter: Chapter, user: User, reason: str = "", *, now: datetime) -> Assignment:
    """Drop out: others may take over, and the organisers are asked to decide. Twice is harmless.

    Raises TooEarly, AssignmentClosed, NoAssignment, ImpossibleMove.
    """
    if not is_at_hand(meeting, now):
        raise TooEarly
    mine = assignments.move_mine(meeting, chapter, user, AssignmentState.COVER_WANTED, reason, now=now)
    payload = payloads.of_chapter(meeting, mine)
    told = queries.organizers(meeting.circle)
    key = f"cannot_present:{mine.id}:{mine.changed_at.isoformat()}"
    telling.tell("cannot_present", [(one, key, payload) for one in told], by=user, now=now)
    return mine
