"""The five places where notes are stuck on their way out, each as one reader, an editor, may know of it.

One statement a stage, oldest first, however many there are. What was never to leave is known to whoever may open the
circle, a draft by its meeting alone; what was asked out is known to every editor.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, bindparam, case, exists, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.db import db, kept
from studyhub.desk.models import KeptInside
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes import queries as notes
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState
from studyhub.people.models import User
from studyhub.people.waiting import NOW, SINCE, asked_by

SHOWN = 5
ALL_SHOWN = 100
LIMIT: BindParameter[int] = bindparam("limit")


class Stage(StrEnum):
    """Where something is stuck, in the order of the way out."""

    NOTE = "note"
    SHARING = "sharing"
    ASKING = "asking"
    REVIEW = "review"
    BLOG = "blog"


# An editor settles these; the others wait for those who write.
OWN = (Stage.REVIEW, Stage.BLOG)


class Stuck(NamedTuple):
    """One thing that is stuck, and since when: the meeting, note or release, as the stage says.

    `can_open` is whether the reader may open the note inside.
    """

    thing: Any
    since: datetime
    can_open: bool

    def days(self, now: datetime) -> int:
        """Whole days."""
        return (now - self.since) // timedelta(days=1)


class InStage(NamedTuple):
    """The first things of a stage, oldest first, and how many there are in all."""

    stage: Stage
    stuck: Sequence[Stuck]
    total: int


def in_stage(stage: Stage, user: User, *, now: datetime, limit: int = SHOWN) -> InStage:
    """What this editor may know of that is stuck there."""
    rows = db.session.execute(_STATEMENTS[stage](), asked_by(user, now) | {"limit": limit}).all()
    found = [Stuck(thing, since, bool(can_open)) for thing, since, can_open, _total in rows]
    return InStage(stage, found, rows[0][3] if rows else 0)


def one_in_stage(stage: Stage, thing_id: int, user: User, *, now: datetime) -> Any:
    """The meeting, note or release with this id, if it is stuck there as far as this editor may know, or None."""
    rows = _STATEMENTS[stage]()
    is_it = rows.column_descriptions[0]["entity"].id == thing_id
    return db.session.scalar(rows.where(is_it), asked_by(user, now) | {"limit": 1})


_TOTAL = func.count().over()


@kept
def _without_note() -> Select[*tuple[Any, ...]]:
    """Meetings held lately: of older ones nobody writes any more."""
    has_note = exists().where(Note.meeting_id == Meeting.id)
    return (
        select(Meeting, Meeting.ends_at, literal(False), _TOTAL)
        .where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at <= NOW, Meeting.ends_at > SINCE, ~has_note)
        .where(circles.is_visible(Meeting.circle_id, is_member=True))
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(LIMIT)
    )


@kept
def _unshared() -> Select[*tuple[Any, ...]]:
    since = case((Note.created_at > Meeting.ends_at, Note.created_at), else_=Meeting.ends_at)
    return (
        select(Note, since, notes.is_visible(True), _TOTAL)
        .join(Note.meeting)
        .where(Note.shared_at.is_(None), Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at <= NOW)
        .where(circles.is_visible(Note.circle_id, is_member=True))
        .options(joinedload(Note.circle), joinedload(Note.meeting))
        .order_by(since, Note.id)
        .limit(LIMIT)
    )


@kept
def _unasked() -> Select[*tuple[Any, ...]]:
    """Shared, and nobody asks: never asked out, taken back by whoever asked, or sent back by an editor."""
    one = aliased(Release)
    sent_back = select(func.max(one.read_at)).where(one.note_id == Note.id, one.state == ReleaseState.DECLINED)
    since = func.coalesce(sent_back.scalar_subquery(), Note.shared_at)
    went_on = (*OPEN_STATES, ReleaseState.APPROVED, ReleaseState.RETRACTED)
    is_asked = exists().where(one.note_id == Note.id, one.state.in_(went_on))
    stays = exists().where(KeptInside.note_id == Note.id)
    return (
        select(Note, since, literal(True), _TOTAL)
        .where(Note.shared_at.is_not(None), ~is_asked, ~stays, notes.is_visible(True))
        .options(joinedload(Note.circle), joinedload(Note.meeting))
        .order_by(since, Note.id)
        .limit(LIMIT)
    )


@kept
def _unread() -> Select[*tuple[Any, ...]]:
    return (
        select(Release, Release.requested_at, notes.is_visible(True), _TOTAL)
        .join(Release.note)
        .where(Release.state.in_(OPEN_STATES))
        .options(*_of_release(), joinedload(Release.requested_by))
        .order_by(Release.requested_at, Release.id)
        .limit(LIMIT)
    )


@kept
def _not_on_the_blog() -> Select[*tuple[Any, ...]]:
    """Outside, without an address on the blog; that of an earlier text of the note counts."""
    one = aliased(Release)
    is_there = exists().where(one.note_id == Release.note_id, one.address != "")
    return (
        select(Release, Release.first_approved_at, notes.is_visible(True), _TOTAL)
        .join(Release.note)
        .where(Release.state == ReleaseState.APPROVED, ~is_there)
        .options(*_of_release())
        .order_by(Release.first_approved_at, Release.id)
        .limit(LIMIT)
    )


def _of_release() -> tuple[Any, ...]:
    note = joinedload(Release.note)
    return note.joinedload(Note.circle), note.joinedload(Note.meeting)


_STATEMENTS = {
    Stage.NOTE: _without_note,
    Stage.SHARING: _unshared,
    Stage.ASKING: _unasked,
    Stage.REVIEW: _unread,
    Stage.BLOG: _not_on_the_blog,
}
