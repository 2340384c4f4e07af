"""Taking up again what one had asked cover for: whoever comes after all presents it. Does not commit."""

from collections.abc import Sequence
from datetime import datetime

from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import standing_in
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


def take_up_again(meetings: Sequence[Meeting], user: User, *, now: datetime) -> list[Assignment]:
    """End the requests for cover that nobody answered in these meetings, which must be locked.

    What was asked for is the person's as accepted, and whoever is asked to stand in is asked no more. A chapter that
    somebody has taken over meanwhile stays theirs.
    """
    read_in = {meeting.id: meeting for meeting in meetings}
    current = chapter_queries.current_in(read_in).execution_options(populate_existing=True)
    held: dict[int, list[Assignment]] = {}
    for one in db.session.scalars(current):
        held.setdefault(one.chapter_id, []).append(one)
    wanting = [
        one
        for each in held.values()
        for one in each
        if one.user_id == user.id and one.state is AssignmentState.COVER_WANTED
    ]
    for one in wanting:
        meeting = read_in[one.meeting_id or 0]
        standing_in.take_up_again(meeting, one, held[one.chapter_id], by=user, now=now)
    return wanting
