"""Notices that ask for a presenter end once nobody can answer them: they count as read.

The chapter has its presenter, is read together, or its session is over or called off; of a request to one person, that
it was answered or has lapsed. Rules: docs/rules.md, Fair chapters. Nothing here commits.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, bindparam, or_, select

from studyhub.circles.models import Chapter
from studyhub.db import db, kept
from studyhub.delivery import inbox
from studyhub.delivery.models import InboxItem
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState

# To whoever could take a chapter, decide on it or has it themselves, and to the one person who is asked.
TO_MANY = frozenset({"chapters_wanted", "cover_wanted", "cover_sought", "cannot_present", "nobody_left"})
TO_ONE = frozenset({"assignment_suggested"})
# A chapter and a person; a person 0 is whoever presses first.
Asked = tuple[int, int]


def end_answered(now: datetime) -> None:
    """Mark as read what can no more be answered. A tick of the worker."""
    unread = inbox.unread_of(TO_MANY | TO_ONE)
    asked = {item.id: _asked(item) for item in unread}
    chapter_ids = {chapter_id for one in asked.values() for chapter_id, _user_id in one}
    if not chapter_ids:
        return
    waits = _waits(chapter_ids, now)
    inbox.mark_items_read([id_ for id_, one in asked.items() if not one & waits], now=now)


def _asked(item: InboxItem) -> set[Asked]:
    chapters = item.payload.get("chapters") or [item.payload]
    user_id = item.user_id if item.kind in TO_ONE else 0
    return {(one["chapter_id"], user_id) for one in chapters}


def _waits(chapter_ids: Iterable[int], now: datetime) -> set[Asked]:
    about = {"ids": list(chapter_ids), "now": now}
    wanted = {(chapter_id, 0) for chapter_id in db.session.scalars(_wanted(), about)}
    return wanted | {(chapter_id, user_id or 0) for chapter_id, user_id in db.session.execute(_suggested(), about)}


@kept
def _wanted() -> Select[int]:
    rows: Select[int] = chapter_queries.placed(select(Chapter.id))
    return rows.where(Chapter.id.in_(bindparam("ids", expanding=True)), chapter_queries.wants_presenter())


@kept
def _suggested() -> Select[int, int | None]:
    rows = select(Assignment.chapter_id, Assignment.user_id).where(Assignment.state == AssignmentState.SUGGESTED)
    is_live = or_(Assignment.answer_until.is_(None), Assignment.answer_until > chapter_queries.NOW)
    return rows.where(Assignment.chapter_id.in_(bindparam("ids", expanding=True)), is_live)
