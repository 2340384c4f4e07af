"""Giving every chapter of a circle back at once, of whoever leaves it or only listens from now on. Does not commit."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings import takings
from studyhub.meetings.assigning import asking, assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.people.models import User


def lay_down_all(
    circle: Circle, user: User, *, now: datetime, by: User | None = None, taking: AuditEvent | None = None
) -> None:
    """Give back what the person was to present, and say no to what they are asked for, where it has not begun.

    Of a taking, others are told and asked when its minute is over. All meetings of the circle must be locked.
    Rules: docs/rules.md, Circle.
    """
    db.session.flush()
    doer = by or user
    mine = chapter_queries.to_present(circle, user, now).execution_options(populate_existing=True)
    for one, meeting in db.session.execute(mine).all():
        if one.state is not AssignmentState.SUGGESTED:
            one.move_to(AssignmentState.GIVEN_BACK, now=now)
            trail.record("chapter.given_back", one, by=doer, now=now, circle_id=circle.id)
            assignments.tell_given_back(meeting, one, by=doer, now=now, taking=taking)
        elif taking is None:
            one.move_to(AssignmentState.DECLINED, now=now)
            trail.record("chapter.declined", one, by=doer, now=now, circle_id=circle.id)
            asking.after_no(meeting, one, now=now)
        else:
            _be_silent(one, taking)


def _be_silent(asked: Assignment, taking: AuditEvent) -> None:
    """Let their silence end when the minute does: the next is asked then, as after any silence."""
    ends_at = takings.ends_at(taking)
    asked.answer_until = min(asked.answer_until, ends_at) if asked.answer_until else ends_at
