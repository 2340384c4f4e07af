"""What a person presents and has presented, and what became of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle
from studyhub.circles.toc import LineKind
from studyhub.contributions.given import given
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.notes import queries as notes
from studyhub.notes import stages
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.stages import Stage
from studyhub.people.models import User
from studyhub.people.readers import read_by

PAGE_SIZE = 10
_TELLING = (Stage.PUBLISHED, Stage.REQUESTED, Stage.SHARED, Stage.DRAFT)


class Presented(NamedTuple):
    """A chapter somebody presents or has presented, or a session they lead.

    `meeting_id` is None while no session reads the chapter, `kind` of a session, whose `title` may be empty; `note_id`
    where there is no note that the reader may open; `address` is where its text stands outside, "" where nobody wrote
    that down.
    """

    number: str | None
    title: str
    kind: LineKind | None
    circle: str
    slug: str
    time_zone: str
    meeting_id: int | None
    meeting_number: int | None
    starts_at: datetime | None
    note_id: int | None
    address: str
    stages: tuple[Stage, ...]

    def is_to_come(self, now: datetime) -> bool:
        """Whether its session has not begun."""
        return self.starts_at is None or now < self.starts_at

    @property
    def became(self) -> Stage | None:
        """How far its note has come, in one word: outside tells more than asked for, and that more than shared."""
        return next((stage for stage in _TELLING if stage in self.stages), None)


def presented(person: User, reader: User, *, page: int) -> tuple[Sequence[Presented], bool]:
    """A page of what a person presents, the newest first, in circles the reader may see; and whether more follows."""
    # One more than is shown tells whether there is a next page.
    asked = read_by(reader) | {"person": person.id, "offset": (page - 1) * PAGE_SIZE, "limit": PAGE_SIZE + 1}
    found = [_presented(*row) for row in db.session.execute(_rows(), asked)]
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def _presented(*row: Any) -> Presented:
    *known, note_id, address, shared_at, is_outside, was_outside, newest = row
    came = stages.stages(shared_at, is_outside, was_outside, newest) if note_id is not None else ()
    return Presented._make([*known, note_id, address or "", came])


@kept
def _rows() -> Select[*tuple[Any, ...]]:
    outside = select(Release.address).where(Release.note_id == Note.id, Release.state == ReleaseState.APPROVED)
    one = given(lambda person: person == bindparam("person"))
    return (
        select(Chapter.number, func.coalesce(Chapter.title, Meeting.title), Chapter.kind)
        .add_columns(Circle.title, Circle.slug, Circle.time_zone, Meeting.id, Meeting.number, Meeting.starts_at)
        .add_columns(Note.id, outside.scalar_subquery(), Note.shared_at, *stages.columns())
        .select_from(one)
        .join(Circle, Circle.id == one.c.circle_id)
        .outerjoin(Chapter, Chapter.id == one.c.chapter_id)
        .outerjoin(Meeting, Meeting.id == one.c.meeting_id)
        .outerjoin(Note, and_(Note.meeting_id == Meeting.id, notes.is_visible(True)))
        .where(circles.is_visible(one.c.circle_id, is_member=True))
        .order_by(Meeting.starts_at.desc().nulls_first(), Meeting.id, Chapter.position.desc(), Chapter.id)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )
