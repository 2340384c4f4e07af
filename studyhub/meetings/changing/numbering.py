"""第n回: the number of each meeting in its circle."""

from datetime import datetime

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.models import MeetingState


def renumber(circle: Circle, *, now: datetime) -> None:
    """Number the uncancelled meetings in order of time. One that was held keeps its number. Does not commit."""
    db.session.flush()
    last = 0
    for meeting in db.session.scalars(queries.of_circle(circle)).all():
        if meeting.state is MeetingState.CANCELLED:
            meeting.number = None
        elif not meeting.is_held(now) or meeting.number is None:
            meeting.number = last + 1
        last = max(last, meeting.number or 0)
