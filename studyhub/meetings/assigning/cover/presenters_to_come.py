"""Who presents in the sessions to come of all circles that a person organises, for when one of them cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from studyhub.circles.models import Chapter, Participation
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import IS_THEIRS, Assignment
from studyhub.meetings.assigning.queries import NOW
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import READER

# More than anybody organises at once, as far as a book goes.
SHOWN = 200


@dataclass(frozen=True)
class Presented:
    """A chapter of a session to come, with whoever has it. `has_next` is whether a session comes after this one."""

    meeting: Meeting
    chapter: Chapter
    had: Sequence[Assignment]
    has_next: bool

    @property
    def names(self) -> list[str]:
        """Of those who present it."""
        return [one.presenter_name for one in self.had]

    @property
    def is_sought(self) -> bool:
        """Whether cover is looked for already."""
        return last_minute.is_lost([one.state for one in self.had])


def presenters_to_come(user: User, *, now: datetime) -> list[Presented]:
    """The chapters somebody presents, the soonest first."""
    rows = db.session.execute(_presented(), {"reader": user.id, "now": now})
    by_chapter = [list(lines) for _id, lines in groupby(rows, lambda row: (row.Meeting.id, row.Chapter.id))]
    return [
        Presented(lines[0].Meeting, lines[0].Chapter, [one.Assignment for one in lines], lines[0].has_next)
        for lines in by_chapter
    ]


@kept
def _presented() -> Select[*tuple[Any, ...]]:
    organized = select(Participation.circle_id).where(
        Participation.user_id == READER, Participation.is_organizer, Participation.is_present
    )
    rows = chapter_queries.placed(select(Assignment, Chapter, Meeting, _has_next().label("has_next")))
    found: Select[*tuple[Any, ...]] = (
        rows.join(Assignment, Assignment.chapter_id == Chapter.id)
        .where(Meeting.circle_id.in_(organized), Assignment.state.in_(IS_THEIRS))
        .where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > NOW, chapter_queries.takes_presenter())
        .options(contains_eager(Meeting.circle), joinedload(Assignment.user))
        .order_by(None)
        .order_by(Meeting.starts_at, Meeting.id, Chapter.position, Chapter.id, Assignment.id)
        .limit(SHOWN)
    )
    return found


def _has_next() -> ColumnElement[bool]:
    """As `meetings.queries.next_after` finds one."""
    later = aliased(Meeting)
    is_later = later.circle_id == Meeting.circle_id, later.id != Meeting.id, later.starts_at >= Meeting.starts_at
    return exists().where(*is_later, later.state == MeetingState.SCHEDULED, later.starts_at > NOW).correlate(Meeting)
