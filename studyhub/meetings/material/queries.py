"""Fetching links of chapters; for members alone, who may open the circle anyway."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from studyhub.circles.models import Chapter
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.material.models import ChapterLink
from studyhub.people.models import User
from studyhub.shown import Shown

LINK = Shown(ChapterLink)


def of_chapters(chapter_ids: Iterable[int]) -> dict[int, list[ChapterLink]]:
    """The links of each of these chapters, in order, as they are shown."""
    found: dict[int, list[ChapterLink]] = {}
    for link in LINK.read(_of_chapters(), {"chapter_ids": list(chapter_ids)}):
        found.setdefault(link.chapter_id, []).append(link)
    return found


@kept
def _of_chapters() -> Select[*tuple[Any, ...]]:
    rows = LINK.select().where(ChapterLink.chapter_id.in_(bindparam("chapter_ids", expanding=True)))
    return rows.order_by(ChapterLink.chapter_id, ChapterLink.position, ChapterLink.id)


def of_chapter(chapter: Chapter) -> list[ChapterLink]:
    """The links of one chapter, in order."""
    rows = select(ChapterLink).where(ChapterLink.chapter_id == chapter.id)
    return list(db.session.scalars(rows.order_by(ChapterLink.position, ChapterLink.id)))


def own_states(chapter: Chapter, user: User) -> Sequence[AssignmentState]:
    """The states of a person's assignments of a chapter."""
    mine = select(Assignment.state).where(Assignment.chapter_id == chapter.id, Assignment.user_id == user.id)
    return db.session.scalars(mine).all()
