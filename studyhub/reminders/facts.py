"""What reminders of sessions carry: facts of the moment they were decided on."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Chapter, Format
from studyhub.db import db
from studyhub.meetings import payloads
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import (
    WILL_PRESENT,
    WILL_PRESENT_OR_DID,
    Assignment,
    MeetingChapter,
)
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import is_member


@dataclass(frozen=True)
class Presents:
    """Somebody who presents a chapter; a guest has no `user_id`."""

    user_id: int | None
    name: str


@dataclass(frozen=True)
class Program:
    """What is read in some sessions, in order, and who presents each chapter."""

    chapters: Mapping[int, Sequence[Chapter]]
    presenters: Mapping[int, Sequence[Presents]]
    read_together: Set[int]

    def of(self, meeting: Meeting, user: User) -> dict[str, Any]:
        """What one person is reminded of: the session, what is read in it, and their own part."""
        chapters = self.chapters.get(meeting.id, ())
        all_together = meeting.effective_format is Format.READ_TOGETHER
        return {
            **payloads.of_meeting(meeting),
            "chapters": [self._chapter(chapter, user, all_together=all_together) for chapter in chapters],
            "is_scribe": meeting.scribe_id == user.id,
        }

    def _chapter(self, chapter: Chapter, user: User, *, all_together: bool) -> dict[str, Any]:
        presenters = self.presenters.get(chapter.id, ())
        # Who is in a session is for members; their own part everybody knows.
        named = [one for one in presenters if is_member(user) or one.user_id == user.id]
        return {
            "id": chapter.id,
            "number": chapter.number,
            "kind": chapter.kind,
            "title": chapter.title,
            "page": chapter.page,
            "pages": chapter.pages,
            "presenters": [one.name for one in named],
            "is_read_together": all_together or chapter.id in self.read_together,
            "is_mine": any(one.user_id == user.id for one in presenters),
        }


def program(meetings: Collection[Meeting]) -> Program:
    """What is read in these sessions, with three statements however many."""
    meeting_ids = [meeting.id for meeting in meetings]
    chapters = chapter_queries.chapters_of(meeting_ids)
    presenters: dict[int, list[Presents]] = {}
    for chapter_id, user_id, name in db.session.execute(_presenters(meeting_ids)):
        presenters.setdefault(chapter_id, []).append(Presents(user_id, name))
    here = MeetingChapter.meeting_id.in_(meeting_ids), MeetingChapter.is_read_together
    together = set(db.session.scalars(select(MeetingChapter.chapter_id).where(*here)))
    return Program(chapters, presenters, together)


def _presenters(meeting_ids: Collection[int]) -> Select[int, int | None, str]:
    rows = select(Assignment.chapter_id, Assignment.user_id, func.coalesce(User.name, Assignment.guest_name))
    placed = rows.join(MeetingChapter, MeetingChapter.chapter_id == Assignment.chapter_id)
    named = placed.outerjoin(User, User.id == Assignment.user_id)
    here = named.where(MeetingChapter.meeting_id.in_(meeting_ids), Assignment.state.in_(WILL_PRESENT))
    return here.order_by(Assignment.id)


@dataclass(frozen=True)
class Before:
    """The chapter before one in its book, and who presented it."""

    title: str
    presenters: Sequence[str]


def of_others(before: Mapping[int, Before], chapters: Collection[dict[str, Any]]) -> dict[int, Before]:
    """For each of one's own chapters the one before it, where that is not one's own too."""
    mine = {part["id"]: part["title"] for part in chapters if part["is_mine"]}
    return {id_: before[id_] for id_ in mine if id_ in before and before[id_].title not in mine.values()}


def chapters_before(chapter_ids: Collection[int]) -> dict[int, Before]:
    """For each chapter the one before it that somebody presented, with who did; first ones are left out."""
    earlier, own = aliased(Chapter), aliased(Chapter)
    between = aliased(Chapter)
    is_right_before = ~(
        select(between.id)
        .where(between.plan_id == own.plan_id, between.position < own.position, between.position > earlier.position)
        .where(between.is_to_read)
        .exists()
    )
    rows = (
        select(own.id, earlier.title, func.coalesce(User.name, Assignment.guest_name))
        .join(earlier, and_(earlier.plan_id == own.plan_id, earlier.position < own.position))
        .join(Assignment, Assignment.chapter_id == earlier.id)
        .outerjoin(User, User.id == Assignment.user_id)
        .where(own.id.in_(chapter_ids), earlier.is_to_read, is_right_before)
        .where(Assignment.state.in_(WILL_PRESENT_OR_DID))
        .order_by(own.id, Assignment.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for chapter_id, title, name in db.session.execute(rows):
        found.setdefault(chapter_id, []).append((title, name))
    return {id_: Before(told[0][0], [name for _title, name in told]) for id_, told in found.items()}
