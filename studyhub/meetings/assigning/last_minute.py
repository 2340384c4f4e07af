"""A presenter drops out on the day or the evening before, and an organiser decides what happens. Does not commit.

That it is urgent is not stored: a chapter whose cover is wanted while its meeting is at hand waits for a decision.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from studyhub import zones
from studyhub.circles.models import Chapter
from studyhub.meetings import payloads, queries, telling
from studyhub.meetings.assigning import assignments, chapters, reading_together
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import cancelling, editing
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

EVENING = time(18)


class Instead(StrEnum):
    """What an organiser can decide on."""

    READ_TOGETHER = "read_together"
    NEXT = "next"
    CALL_OFF = "call_off"


class TooEarly(Exception):
    """The meeting is not at hand yet: whoever cannot present asks for cover."""


class NoNextMeeting(Exception):
    """No meeting comes after this one."""


def is_at_hand(meeting: Meeting, now: datetime) -> bool:
    """Whether it is the evening before the meeting, its day, or the meeting itself, by the circle's clocks."""
    day = zones.in_zone(meeting.starts_at, meeting.circle.time_zone).date()
    begins = zones.to_utc(day - timedelta(days=1), EVENING, meeting.circle.time_zone)
    return meeting.state is MeetingState.SCHEDULED and begins <= now < meeting.ends_at


def needs_decision(meeting: Meeting, states: Sequence[AssignmentState], now: datetime) -> bool:
    """Whether a chapter with presenters in these states has lost all of them while its meeting is at hand."""
    is_lost = bool(states) and all(state is AssignmentState.COVER_WANTED for state in states)
    return is_lost and is_at_hand(meeting, now)


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


def decide(meeting: Meeting, chapter: Chapter, instead: Instead, *, reason: str, by: User, now: datetime) -> None:
    """Do what the organiser chose and tell everyone; `reason` is what they read when it is called off.

    Raises NoAssignment when the chapter has a presenter by now, NoNextMeeting, AssignmentClosed.
    """
    seats.lock_all(meeting.circle)
    following = queries.next_after(meeting, now)
    held = assignments.open_to_change(meeting, chapter, now=now)
    if not needs_decision(meeting, [one.state for one in held], now):
        raise assignments.NoAssignment
    if instead is Instead.NEXT and following is None:
        raise NoNextMeeting
    if instead is Instead.READ_TOGETHER:
        reading_together.set_aside(meeting, chapter, held, by=by, now=now)
    else:
        _present_later(held, now=now)
    if instead is Instead.CALL_OFF:
        cancelling.cancel(meeting, reason, cancelling.Chapters.SLIDE, by=by, now=now)
        return
    payload = {**payloads.of_chapter(meeting, held[0]), "moved_to": None}
    if instead is Instead.NEXT and following is not None:
        chapters.move(meeting, chapter, following, by=by, now=now)
        payload["moved_to"] = payloads.time_and_place(following)
    _tell(meeting, held, payload, by=by, now=now)


def _present_later(held: Sequence[Assignment], *, now: datetime) -> None:
    for one in held:
        one.move_to(AssignmentState.ACCEPTED, now=now)


def _tell(meeting: Meeting, held: Sequence[Assignment], payload: dict[str, object], *, by: User, now: datetime) -> None:
    told = {user.id: user for user in [*editing.signed_up(meeting), *(one.user for one in held if one.user)]}
    key = f"plan_changed:{held[0].id}:{now.isoformat()}"
    telling.tell("plan_changed", [(user, key, payload) for user in told.values()], by=by, now=now)
