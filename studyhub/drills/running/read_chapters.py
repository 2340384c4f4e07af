"""Chapters that something learned sends people to: those one may choose from, and those that were chosen."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, ChapterPlan, Circle, Participation
from studyhub.circles.toc import LineKind
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

# More than one can look through; whoever is in so many circles goes by their first ones.
OFFERED_MOST = 300


class ToRead(NamedTuple):
    """A chapter, whose circle's it is, and in which session it is or was read, if in any."""

    id: int
    number: str | None
    kind: LineKind
    title: str
    circle: str
    slug: str
    meeting_id: int | None


def offered(user: User) -> list[ToRead]:
    """The chapters of what is read now in the circles somebody is in."""
    return [ToRead(*row) for row in db.session.execute(_offered(), read_by(user))]


def chosen(chapter_ids: Collection[int], user: User) -> dict[int, ToRead]:
    """Some chapters by their ids, those of circles that somebody may open."""
    if not chapter_ids:
        return {}
    rows = db.session.execute(_chosen(), read_by(user) | {"ids": list(chapter_ids)})
    return {one.id: one for one in (ToRead(*row) for row in rows)}


@kept
def _chapters() -> Select[*tuple[Any, ...]]:
    told = (Chapter.id, Chapter.number, Chapter.kind, Chapter.title, Circle.title, Circle.slug)
    rows = select(*told, MeetingChapter.meeting_id).join(ChapterPlan, ChapterPlan.id == Chapter.plan_id)
    rows = rows.join(Circle, Circle.id == ChapterPlan.circle_id)
    rows = rows.outerjoin(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
    return rows.where(circles.is_visible(Circle.id, is_member=True))


@kept
def _chosen() -> Select[*tuple[Any, ...]]:
    return _chapters().where(Chapter.id.in_(bindparam("ids", expanding=True)))


@kept
def _offered() -> Select[*tuple[Any, ...]]:
    is_mine = exists().where(
        Participation.circle_id == Circle.id, Participation.user_id == READER, Participation.is_present
    )
    rows = _chapters().where(ChapterPlan.closed_at.is_(None), Chapter.is_to_read, is_mine)
    return rows.order_by(Circle.title, Circle.id, Chapter.position, Chapter.id).limit(OFFERED_MOST)
