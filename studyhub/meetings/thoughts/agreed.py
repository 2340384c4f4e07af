"""What most people agree with of all that was said about a session's chapters."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from studyhub.circles.models import Chapter
from studyhub.circles.toc import LineKind
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries
from studyhub.meetings.thoughts.models import Thought, ThoughtKind, ThoughtLike
from studyhub.people.models import User
from studyhub.people.readers import read_by

SHOWN = 3


class AgreedThought(NamedTuple):
    """A thought, who said it of which chapter, and how many agree."""

    id: int
    kind: ThoughtKind
    text: str
    user_id: int
    name: str
    chapter: str | None
    chapter_kind: LineKind
    likes: int


def most_agreed(meeting: Meeting, user: User) -> list[AgreedThought]:
    """The thoughts of a meeting that most agree with, newer ones first among equals; none this member may not read."""
    rows = db.session.execute(_most_agreed(), read_by(user) | {"meeting_id": meeting.id})
    return [AgreedThought(*row) for row in rows]


@kept
def _most_agreed() -> Select[*tuple[Any, ...]]:
    likes = select(func.count()).where(ThoughtLike.thought_id == Thought.id).scalar_subquery()
    is_open = queries.open_ids().where(Meeting.id == MeetingChapter.meeting_id).exists()
    return (
        select(Thought.id, Thought.kind, Thought.text, User.id, User.name, Chapter.number, Chapter.kind, likes)
        .join(MeetingChapter, MeetingChapter.chapter_id == Thought.chapter_id)
        .join(Chapter, Chapter.id == Thought.chapter_id)
        .join(User, User.id == Thought.user_id)
        .where(MeetingChapter.meeting_id == bindparam("meeting_id"), is_open)
        .where(Thought.deleted_at.is_(None), Thought.wiped_at.is_(None))
        .order_by(likes.desc(), Thought.id.desc())
        .limit(SHOWN)
    )
