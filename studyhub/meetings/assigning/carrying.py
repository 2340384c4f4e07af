"""Moving chapters between meetings, with whoever presents them. The meetings must be locked. Does not commit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import func, select, update

from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting


def move(places: Iterable[MeetingChapter], to: Meeting) -> None:
    """Give chapters a place at the end of another meeting, in the order given; none is read together there."""
    db.session.flush()
    moved = []
    for position, place in enumerate(places, start=_end(to) + 1):
        place.meeting_id, place.position, place.is_read_together = to.id, position, False
        moved.append(place.chapter_id)
    db.session.flush()
    presented = update(Assignment).where(Assignment.chapter_id.in_(moved), Assignment.state.in_(CURRENT_STATES))
    db.session.execute(presented.values(meeting_id=to.id))


def _end(meeting: Meeting) -> int:
    highest = select(func.max(MeetingChapter.position)).where(MeetingChapter.meeting_id == meeting.id)
    found = db.session.scalar(highest)
    return -1 if found is None else found


def slide(meetings: Sequence[Meeting]) -> None:
    """Move each meeting's chapters to the one after it; the last takes those of two."""
    places = {meeting.id: chapter_queries.placements([meeting.id]) for meeting in meetings}
    for here, after in pairwise(meetings):
        move(places[here.id], after)


def drop(places: Iterable[MeetingChapter], *, now: datetime) -> list[int]:
    """Read these chapters no more; whoever presented them is free. The ids of the chapters dropped here."""
    ids = [place.chapter_id for place in places]
    dropped = [one for one in db.session.scalars(select(Chapter).where(Chapter.id.in_(ids))) if not one.skipped_at]
    for chapter in dropped:
        chapter.skipped_at = now
    for assignment in db.session.scalars(chapter_queries.current(ids)):
        if assignment.state is not AssignmentState.PRESENTED:
            assignment.move_to(AssignmentState.SKIPPED, now=now)
    return [chapter.id for chapter in dropped]


def carry_over(places: Sequence[MeetingChapter], to: Meeting | None, *, now: datetime) -> None:
    """Chapters that were not presented wait for another meeting; None when there is none, then they keep their place.

    What happened stays on record as carried over; the presenters have the chapter anew.
    """
    if to is None:
        return
    held = list(db.session.scalars(chapter_queries.current(place.chapter_id for place in places)))
    renewed = []
    for one in held:
        if one.state is AssignmentState.PRESENTED:
            one.move_to(AssignmentState.ACCEPTED, now=now)
        one.move_to(AssignmentState.CARRIED_OVER, now=now)
        renewed.append(_renewed(one, to, now=now))
    db.session.flush()
    db.session.add_all(renewed)
    move(places, to)


def _renewed(one: Assignment, to: Meeting, *, now: datetime) -> Assignment:
    again = Assignment(meeting_id=to.id, state=AssignmentState.ACCEPTED, created_at=now, changed_at=now)
    again.chapter_id, again.user_id, again.guest_name = one.chapter_id, one.user_id, one.guest_name
    again.suggested_by_id = one.suggested_by_id
    return again
