"""What others wrote about the chapters of a session: what most agree with, for whoever may read it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, select

from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import models, queries
from studyhub.people.models import User

SHOWN = 3


class Thought(NamedTuple):
    """Something somebody wrote, and how many agree with it."""

    text: str
    name: str
    likes: int


class Said(NamedTuple):
    """The thoughts most agree with, newer ones first among equals, and how many there are."""

    thoughts: Sequence[Thought]
    total: int


def most_agreed(meeting: Meeting, user: User) -> Said:
    """What most agree with in a meeting; nothing for whoever may not read it."""
    if not queries.is_open(meeting.id, user):
        return Said([], 0)
    likes = select(func.count()).where(models.ThoughtLike.thought_id == models.Thought.id).scalar_subquery()
    rows = _thoughts(meeting).add_columns(User.name, likes).join(User, User.id == models.Thought.user_id)
    found = db.session.execute(rows.order_by(likes.desc(), models.Thought.id.desc()).limit(SHOWN))
    thoughts = [Thought(*row) for row in found]
    count = db.session.scalar(select(func.count()).select_from(_thoughts(meeting).subquery())) or 0
    return Said(thoughts, count)


def _thoughts(meeting: Meeting) -> Select[str]:
    rows = select(models.Thought.text).join(MeetingChapter, MeetingChapter.chapter_id == models.Thought.chapter_id)
    here = rows.join(Chapter, Chapter.id == models.Thought.chapter_id).where(MeetingChapter.meeting_id == meeting.id)
    is_there = models.Thought.deleted_at.is_(None), models.Thought.wiped_at.is_(None)
    return here.where(Chapter.is_to_read, *is_there)
