"""A decision that ended the asking for cover is undone: cover is wanted again as it was before. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState
from studyhub.meetings.models import Meeting

Before = Sequence[tuple[int, AssignmentState]]


def ask_again(meeting: Meeting, event: AuditEvent, before: Before, *, now: datetime) -> None:
    """Bring assignments back into the states they had before the event, as far as nobody has changed them since.

    `before` are ids and states. Whoever was asked to stand in is asked again while there is time to answer, where the
    chapter has whoever had it. The meeting must be locked.
    """
    db.session.flush()
    states = {id_: AssignmentState(state) for id_, state in before}
    rows = select(Assignment).where(Assignment.id.in_(states), Assignment.meeting_id == meeting.id)
    untouched = rows.where(Assignment.changed_at <= event.at).order_by(Assignment.id)
    found = db.session.scalars(untouched.execution_options(populate_existing=True)).all()
    for one in found:
        if states[one.id] is AssignmentState.COVER_WANTED and one.state is AssignmentState.ACCEPTED:
            one.move_to(AssignmentState.COVER_WANTED, now=now)
    had = {one.chapter_id for one in found if one.state in CURRENT_STATES}
    for one in found:
        if states[one.id] is AssignmentState.SUGGESTED and one.chapter_id in had and _can_answer(one, now):
            one.move_to(AssignmentState.SUGGESTED, now=now)


def _can_answer(one: Assignment, now: datetime) -> bool:
    is_free = one.state is AssignmentState.GIVEN_BACK
    return is_free and (one.answer_until is None or now < one.answer_until)
