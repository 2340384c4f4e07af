"""Fetching thoughts, questions and read ticks; permission is part of the fetch."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Participation, Visibility
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.meetings.thoughts.models import UNDO_MINUTES, ReadTick, Thought, ThoughtLike
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

THOUGHT = Shown(Thought, user=Shown(User, User.id, User.name))


def is_open(meeting_id: int, user: User | None) -> bool:
    """Whether this person reads and writes a meeting's thoughts: one they see inside the organisation, visitors none.

    In a circle for participants only, an invitation alone is not enough.
    """
    if not readers.is_member(user):
        return False
    opened = open_ids().where(Meeting.id == meeting_id)
    return db.session.scalar(opened, read_by(user)) is not None


@kept
def open_ids() -> Select[int]:
    """The meetings whose thoughts the reader, a member, may read."""
    ids = select(Meeting.id).join(Circle, Circle.id == Meeting.circle_id)
    is_in = exists().where(
        Participation.circle_id == Circle.id, Participation.user_id == READER, Participation.is_present
    )
    is_seated = exists().where(
        Signup.meeting_id == Meeting.id, Signup.user_id == READER, Signup.state == SignupState.CONFIRMED
    )
    is_theirs = or_(Circle.visibility != Visibility.PARTICIPANTS, is_in, is_seated)
    return ids.where(circles.is_visible(Meeting.circle_id, is_member=True), is_theirs)


def step(meeting_id: int, user: User | None) -> str:
    """What changes whenever something is said in a meeting, by one statement and without a lock.

    Empty for whoever may not read it, and where no chapter has its place.
    """
    if not readers.is_member(user):
        return ""
    rows = db.session.execute(_steps(), read_by(user) | {"meeting_id": meeting_id})
    return "-".join(f"{chapter_id}.{number}" for chapter_id, number in rows)


@kept
def _steps() -> Select[int, int]:
    is_theirs = open_ids().where(Meeting.id == MeetingChapter.meeting_id).exists()
    places = select(MeetingChapter.chapter_id, MeetingChapter.thought_step).where(
        MeetingChapter.meeting_id == bindparam("meeting_id"), is_theirs
    )
    return places.order_by(MeetingChapter.chapter_id)


@dataclass(frozen=True)
class Said:
    """A thought as one person sees it: how many agree, and whether they do themselves."""

    thought: Thought
    likes: int
    is_liked: bool
    is_mine: bool


@dataclass(frozen=True)
class ChapterTalk:
    """A chapter and what is said about it, newest first."""

    chapter: Chapter
    said: Sequence[Said]


def talk(meeting: Meeting, user: User, now: datetime) -> list[ChapterTalk]:
    """All that is said in a meeting this person may read; what they took back lately is there to be undone."""
    return talk_about(chapter_queries.chapters(meeting), user, now)


def talk_about(chapters: Sequence[Chapter], user: User, now: datetime) -> list[ChapterTalk]:
    """As `talk`, about these chapters of the meeting."""
    asked = {
        "ids": [chapter.id for chapter in chapters],
        "reader": user.id,
        "since": now - timedelta(minutes=UNDO_MINUTES),
    }
    found = THOUGHT.read(_said_to(), asked)
    likes = _likes([one.id for one in found], user) if found else {}
    said = [Said(one, *likes.get(one.id, (0, False)), is_mine=one.user_id == user.id) for one in found]
    return [ChapterTalk(chapter, [one for one in said if one.thought.chapter_id == chapter.id]) for chapter in chapters]


@kept
def _said_to() -> Select[*tuple[Any, ...]]:
    is_mine, was_lately = Thought.user_id == bindparam("reader"), Thought.deleted_at > bindparam("since")
    rows = THOUGHT.select().where(Thought.chapter_id.in_(bindparam("ids", expanding=True)))
    return rows.where(or_(Thought.deleted_at.is_(None), and_(is_mine, was_lately))).order_by(Thought.id.desc())


def _said_about(chapter_ids: Collection[int]) -> Select[Thought]:
    rows = select(Thought).join(Thought.user).options(contains_eager(Thought.user))
    return rows.where(Thought.chapter_id.in_(chapter_ids))


def _likes(thought_ids: Collection[int], user: User) -> dict[int, tuple[int, bool]]:
    mine = func.max(case((ThoughtLike.user_id == user.id, 1), else_=0))
    rows = select(ThoughtLike.thought_id, func.count(), mine).where(ThoughtLike.thought_id.in_(thought_ids))
    return {id_: (count, bool(own)) for id_, count, own in db.session.execute(rows.group_by(ThoughtLike.thought_id))}


def written(meeting: Meeting) -> dict[int, list[Thought]]:
    """What stands under each chapter of a meeting, in the order it was written; for whoever writes the note."""
    chapters = chapter_queries.chapters(meeting)
    rows = _said_about([chapter.id for chapter in chapters]).where(
        Thought.deleted_at.is_(None), Thought.wiped_at.is_(None)
    )
    found: dict[int, list[Thought]] = {chapter.id: [] for chapter in chapters}
    for thought in db.session.scalars(rows.order_by(Thought.id)):
        found[thought.chapter_id].append(thought)
    return found


def own(meeting: Meeting, user: User, thought_id: int) -> Thought | None:
    """A thought of one's own in a meeting, taken back or not; None for all others, and for one that was wiped."""
    return db.session.scalar(_in(meeting, thought_id).where(Thought.user_id == user.id))


def said_in(meeting: Meeting, thought_id: int) -> Thought | None:
    """A thought in a meeting that was neither taken back nor wiped."""
    return db.session.scalar(_in(meeting, thought_id).where(Thought.deleted_at.is_(None)))


def _in(meeting: Meeting, thought_id: int) -> Select[Thought]:
    rows = select(Thought).join(MeetingChapter, MeetingChapter.chapter_id == Thought.chapter_id)
    return rows.where(MeetingChapter.meeting_id == meeting.id, Thought.id == thought_id, Thought.wiped_at.is_(None))


def has_read(user: User, chapter_ids: Iterable[int]) -> set[int]:
    """Which of these chapters the person has ticked as read."""
    return set(db.session.scalars(_ticked(), {"user_id": user.id, "ids": list(chapter_ids)}))


@kept
def _ticked() -> Select[int]:
    rows = select(ReadTick.chapter_id).where(ReadTick.user_id == bindparam("user_id"))
    return rows.where(ReadTick.chapter_id.in_(bindparam("ids", expanding=True)))
