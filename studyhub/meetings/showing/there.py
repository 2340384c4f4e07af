"""Which of what may stand on the page of a session is there: of most there is nothing, and one question says so."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, select

from studyhub.db import db, kept
from studyhub.meetings.assigning.between import queries as between
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.material.models import ChapterLink
from studyhub.meetings.models import Attendance, Meeting
from studyhub.meetings.thoughts.models import Thought
from studyhub.people.models import User
from studyhub.people.readers import read_by


class There(NamedTuple):
    """Whether anything of each kind is there; who may read it is asked with the rows themselves."""

    is_recorded: bool
    has_links: bool
    has_thoughts: bool
    has_proposals: bool


def there(meeting: Meeting, user: User | None, *, now: datetime) -> There:
    """What there is of a meeting; proposals are those that the reader can answer or has made."""
    asked = read_by(user) | {"meeting_id": meeting.id, "now": now}
    return There(*(bool(one) for one in db.session.execute(_there(), asked).one()))


@kept
def _there() -> Select[bool, bool, bool, bool]:
    read_here = MeetingChapter.meeting_id == bindparam("meeting_id")
    recorded = exists().where(Attendance.meeting_id == bindparam("meeting_id"))
    links = exists().where(read_here, ChapterLink.chapter_id == MeetingChapter.chapter_id)
    thoughts = exists().where(read_here, Thought.chapter_id == MeetingChapter.chapter_id)
    return select(recorded, links, thoughts, between.any_in_meeting())
