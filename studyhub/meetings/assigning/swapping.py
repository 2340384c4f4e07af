"""Two chapters change presenters in one press, as an organiser. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings import payloads, takings
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.meetings.takings import PutBack
from studyhub.people.models import User

ACTION = "chapter.swapped"
Place = tuple[Meeting, Chapter]


class NothingToSwap(Exception):
    """A chapter has no presenter, was presented, or the same person has both."""


def swap(one: Place, other: Place, *, by: User, now: datetime) -> AuditEvent:
    """Let the presenters of two chapters change places. They are told when a minute has passed and it is not undone.

    Raises AssignmentClosed, NothingToSwap.
    """
    # Both at once: locked one by one, two organisers could wait for each other.
    seats.lock([one[0], other[0]])
    here, there = (assignments.open_to_change(*place, now=now) for place in (one, other))
    _require_swappable(here, there)
    before = {"given": [[row.id, row.chapter_id] for row in (*here, *there)]}
    _give(here, other)
    _give(there, one)
    db.session.flush()
    after = {"with": other[1].id, "meeting_id": one[0].id}
    event = trail.record(ACTION, one[1], by=by, now=now, circle_id=one[0].circle_id, before=before, after=after)
    db.session.flush()
    _tell(event, here, other[0], by=by)
    _tell(event, there, one[0], by=by)
    return event


def undo(event: AuditEvent, *, by: User, now: datetime) -> PutBack:
    """Let them change places again. Raises TooLateToUndo, also where either chapter has changed hands since."""
    seats.lock_all(db.session.get_one(Circle, event.circle_id))
    given = dict(takings.kept(event, "given"))
    held = chapter_queries.current(given.values()).execution_options(populate_existing=True)
    rows = {row.id: row for row in db.session.scalars(held)}
    # A chapter may be read in another meeting by now.
    read_in = {row.chapter_id: row.meeting_id for row in rows.values()}
    if rows.keys() != given.keys() or any(row.state is AssignmentState.PRESENTED for row in rows.values()):
        raise takings.TooLateToUndo
    takings.undo(event, db.session.get_one(Chapter, event.subject_id), by=by, now=now)
    for id_, chapter_id in given.items():
        rows[id_].chapter_id, rows[id_].meeting_id = chapter_id, read_in[chapter_id]
    db.session.flush()
    return PutBack()


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


def _tell(event: AuditEvent, rows: Sequence[Assignment], meeting: Meeting, *, by: User) -> None:
    told = [(row.user, str(row.id), payloads.of_chapter(meeting, row)) for row in rows if row.user]
    takings.tell(event, "chapter_swapped", told, by=by)
