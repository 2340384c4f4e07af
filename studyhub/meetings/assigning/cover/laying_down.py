"""Giving every chapter of a circle back at once, of whoever leaves it or only listens from now on. Does not commit."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.people.models import User


def lay_down_all(
    circle: Circle, user: User, *, now: datetime, by: User | None = None, taking: AuditEvent | None = None
) -> None:
    """Give back what the person was to present, and say no to what they are asked for, where it has not begun.

    Organisers are told of chapters that are open again; of those of a taking when its minute is over.
    All meetings of the circle must be locked. Rules: docs/rules.md, Circle.
    """
    db.session.flush()
    mine = chapter_queries.to_present(circle, user, now).execution_options(populate_existing=True)
    for one, meeting in db.session.execute(mine).all():
        if one.state is AssignmentState.SUGGESTED:
            one.move_to(AssignmentState.DECLINED, now=now)
            trail.record("chapter.declined", one, by=by or user, now=now, circle_id=circle.id)
            asking.after_no(meeting, one, now=now)
        else:
            one.move_to(AssignmentState.GIVEN_BACK, now=now)
            trail.record("chapter.given_back", one, by=by or user, now=now, circle_id=circle.id)
            assignments.tell_given_back(meeting, one, by=user, now=now, taking=taking)
