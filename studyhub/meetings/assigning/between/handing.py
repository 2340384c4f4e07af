"""A chapter goes from one presenter to another, as both agreed. The meeting must be locked. Does not commit."""

from datetime import datetime

from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import standing_in
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


def hand_on(meeting: Meeting, chapter: Chapter, giver: User, taker: User, *, now: datetime) -> Assignment:
    """Let `taker` present it in the place of `giver`, and beside whoever presents it with them.

    Whoever was asked to stand in for the giver is asked no more.
    """
    current = chapter_queries.current([chapter.id]).execution_options(populate_existing=True)
    held = db.session.scalars(current).all()
    given = next(one for one in held if one.user_id == giver.id)
    sought = given.state is AssignmentState.COVER_WANTED
    given.move_to(AssignmentState.COVERED if sought else AssignmentState.GIVEN_BACK, now=now)
    if sought:
        standing_in.end_asking(held, now=now)
    return assignments.assign(meeting, chapter, user=taker, state=AssignmentState.ACCEPTED, now=now)
