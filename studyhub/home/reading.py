"""What a person's next session reads, with their own part in each chapter: by one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Chapter
from studyhub.circles.queries import CHAPTER
from studyhub.db import kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import IS_OR_WAS_THEIRS, Assignment, AssignmentState
from studyhub.meetings.assigning.queries import ReadChapter
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts.models import ReadTick
from studyhub.people.models import User
from studyhub.people.readers import READER

# A chapter, how the person stands to presenting it (None: not at all), and whether they ticked it as read.
ReadByMe = tuple[ReadChapter, AssignmentState | None, bool]


def read_in(user: User, meeting: Meeting, now: datetime) -> list[ReadByMe]:
    """What a meeting reads, in order, and of each chapter whether the person presents it, and has read it."""
    found = CHAPTER.with_more(_read(), {"meeting_id": meeting.id, "now": now, "reader": user.id})
    return [(ReadChapter(chapter, *how), mine_is, is_ticked) for chapter, (*how, mine_is, is_ticked) in found]


@kept
def _read() -> Select[*tuple[Any, ...]]:
    # Beside the assignments by which a chapter is open or not.
    mine = aliased(Assignment)
    theirs = select(mine.state).where(mine.chapter_id == Chapter.id, mine.user_id == READER)
    mine_is = theirs.where(mine.state.in_(IS_OR_WAS_THEIRS)).order_by(mine.id.desc()).limit(1)
    is_ticked = exists().where(ReadTick.chapter_id == Chapter.id, ReadTick.user_id == READER)
    return chapter_queries.read_in_rows().add_columns(
        mine_is.correlate(Chapter).scalar_subquery().label("mine_is"), is_ticked.correlate(Chapter).label("is_ticked")
    )
