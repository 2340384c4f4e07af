"""Taking up again what one had asked cover for: whoever comes after all presents it. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


def take_up_again(meetings: Sequence[Meeting], user: User, *, now: datetime) -> list[Assignment]:
    """End the requests for cover that nobody answered in these meetings, which must be locked.

    What was asked for is the person's as accepted. A chapter that somebody has taken over meanwhile stays theirs.
    """
    wanting = select(Assignment).where(
        Assignment.user_id == user.id,
        Assignment.meeting_id.in_([meeting.id for meeting in meetings]),
        Assignment.state == AssignmentState.COVER_WANTED,
    )
    found = db.session.scalars(wanting.order_by(Assignment.id).execution_options(populate_existing=True)).all()
    circles = {meeting.id: meeting.circle_id for meeting in meetings}
    for one in found:
        one.move_to(AssignmentState.ACCEPTED, now=now)
        one.reason = ""
        trail.record("chapter.accepted", one, by=user, now=now, circle_id=circles[one.meeting_id or 0])
    return list(found)
