"""Two chapters change presenters in one press, as an organiser. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import payloads, telling
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

Place = tuple[Meeting, Chapter]


class NothingToSwap(Exception):
    """A chapter has no presenter, was presented, or the same person has both."""


def swap(one: Place, other: Place, *, by: User, now: datetime) -> None:
    """Let the presenters of two chapters change places, and tell them. Raises AssignmentClosed, NothingToSwap."""
    # Both at once: locked one by one, two organisers could wait for each other.
    seats.lock([one[0], other[0]])
    here, there = (assignments.open_to_change(*place, now=now) for place in (one, other))
    _require_swappable(here, there)
    _give(here, other)
    _give(there, one)
    db.session.flush()
    after = {"with": other[1].id}
    trail.record("chapter.swapped", one[1], by=by, now=now, circle_id=one[0].circle_id, after=after)
    _tell(here, other[0], by=by, now=now)
    _tell(there, one[0], by=by, now=now)


def _require_swappable(here: Sequence[Assignment], there: Sequence[Assignment]) -> None:
    both = [*here, *there]
    people = [row.user_id for row in both if row.user_id]
    is_presented = any(row.state is AssignmentState.PRESENTED for row in both)
    if not here or not there or is_presented or len(people) != len(set(people)):
        raise NothingToSwap


def _give(rows: Sequence[Assignment], to: Place) -> None:
    meeting, chapter = to
    for row in rows:
        row.chapter, row.meeting_id = chapter, meeting.id


def _tell(rows: Sequence[Assignment], meeting: Meeting, *, by: User, now: datetime) -> None:
    told = [
        (row.user, f"chapter_swapped:{row.id}:{now.isoformat()}", payloads.of_chapter(meeting, row))
        for row in rows
        if row.user
    ]
    telling.tell("chapter_swapped", told, by=by, now=now)
