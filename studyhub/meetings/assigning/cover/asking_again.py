"""A decision that ended the asking for cover is undone: cover is wanted again as it was before. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings import takings
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting

Before = Sequence[tuple[int, AssignmentState]]


def ask_again(meeting: Meeting, event: AuditEvent, before: Before, *, now: datetime) -> None:
    """Bring assignments back into the states they had before the event, as far as nobody has changed them since.

    `before` are ids and states. Whoever was asked to stand in is asked again while there is time to answer and they can
    present, where the chapter has whoever had it and nobody else. The meeting must be locked.
    """
    db.session.flush()
    states = {id_: AssignmentState(state) for id_, state in before}
    rows = select(Assignment).where(Assignment.id.in_(states), Assignment.meeting_id == meeting.id)
    untouched = rows.where(Assignment.changed_at <= event.at).order_by(Assignment.id)
    found = db.session.scalars(untouched.execution_options(populate_existing=True)).all()
    for one in found:
        if states[one.id] is AssignmentState.COVER_WANTED and one.state is AssignmentState.ACCEPTED:
            one.move_to(AssignmentState.COVER_WANTED, now=now)
    chapter_ids = _as_before(found)
    out = set(db.session.scalars(takings.presents_no_more(event)))
    for one in found:
        is_asked = states[one.id] is AssignmentState.SUGGESTED and one.chapter_id in chapter_ids
        if is_asked and one.user_id not in out and _can_answer(one, now):
            one.move_to(AssignmentState.SUGGESTED, now=now)


def _as_before(found: Sequence[Assignment]) -> set[int]:
    """The chapters of these assignments that somebody has, and nobody by any other assignment."""
    ids = {one.id for one in found}
    held = db.session.scalars(chapter_queries.current({one.chapter_id for one in found})).all()
    return {one.chapter_id for one in held} - {one.chapter_id for one in held if one.id not in ids}


def _can_answer(one: Assignment, now: datetime) -> bool:
    is_free = one.state is AssignmentState.GIVEN_BACK
    return is_free and (one.answer_until is None or now < one.answer_until)
