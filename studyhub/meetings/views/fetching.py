"""What a reader may have: 404 for what is not theirs to know of, 403 for what they see but cannot change."""

from flask import abort

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter
from studyhub.circles.views.fetching import require_organizer
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting
from studyhub.web.guards.auth import current_user, current_user_or_none


def visible_meeting(meeting_id: int) -> Meeting:
    """A meeting the reader may see; 404 otherwise."""
    return queries.visible(current_user_or_none(), meeting_id) or abort(404)


def shown_meeting(meeting_id: int) -> Meeting:
    """As `visible_meeting`, for a page that only reads."""
    return queries.shown(current_user_or_none(), meeting_id) or abort(404)


def organized_meeting(meeting_id: int) -> Meeting:
    """A meeting the reader organises; 404 when they may not see it, 403 when it is others' to change."""
    meeting = visible_meeting(meeting_id)
    require_organizer(meeting.circle)
    return meeting


def organizes(meeting: Meeting) -> bool:
    """Whether the reader organises the circle of a meeting."""
    user = current_user()
    return rules.can_organize(user, circles.participation(meeting.circle, user))


def chapter_of(meeting: Meeting, chapter_id: int) -> Chapter:
    """A chapter of a meeting; 404 when it is none of this meeting's."""
    return chapter_queries.chapter(meeting, chapter_id) or abort(404)


def own_assignment(assignment_id: int) -> tuple[Meeting, Chapter]:
    """The meeting and chapter of an assignment of the reader's own; 404 otherwise."""
    found = db.session.get(Assignment, assignment_id)
    if found is None or found.user_id != current_user().id or found.meeting_id is None:
        abort(404)
    meeting = visible_meeting(found.meeting_id)
    return meeting, chapter_of(meeting, found.chapter_id)
