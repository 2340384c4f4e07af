"""What of meetings waits for a person on their first page."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, CircleState, Format, Participation
from studyhub.db import db, kept
from studyhub.meetings import rules
from studyhub.meetings.assigning import obstacles
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import NOW, SHOWN, SINCE, asked_by

# A chapter to take comes before what waits, and two are enough to choose from.
WANTED_SHOWN = 2


def suggestions(user: User, now: datetime) -> Sequence[Assignment]:
    """Chapters the person is asked to present."""
    return db.session.scalars(suggestion_rows(), asked_by(user, now)).all()


@kept
def suggestion_rows() -> Select[Assignment]:
    """Asks `suggestions`."""
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .join(Meeting.circle)
        .where(Assignment.user_id == READER, Assignment.state == AssignmentState.SUGGESTED)
        .where(Assignment.answer_until > NOW, circles.is_visible(Meeting.circle_id, is_member=True))
        .where(*_can_be_answered())
        .options(joinedload(Assignment.chapter), contains_eager(Assignment.meeting).contains_eager(Meeting.circle))
        .order_by(Assignment.created_at, Assignment.id)
        .limit(SHOWN)
    )


class Wanted(NamedTuple):
    """A chapter somebody could take; `seeks_cover` where whoever has it looks for cover."""

    chapter: Chapter
    meeting: Meeting
    seeks_cover: bool


def wanted(user: User, now: datetime) -> Sequence[Wanted]:
    """Chapters that want a presenter soon and that the person could take, as `obstacles` says of everybody.

    In the last hours a chapter for which somebody is asked by name is theirs to answer for, and offered to nobody else.
    """
    found = [Wanted(*row) for row in db.session.execute(wanted_rows(), wanted_soon(user, now))]
    if not found:
        return []
    can = obstacles.of_person(user, [(one.meeting, one.chapter) for one in found], now=now)
    return [one for one in found if one.chapter.id in can][:WANTED_SHOWN]


def wanted_soon(user: User, now: datetime) -> dict[str, Any]:
    """What `wanted_rows` is executed with."""
    return asked_by(user, now) | {"until": now + calling.AHEAD, "last": now + rules.LAST_ASKED}


@kept
def wanted_rows() -> Select[Chapter, Meeting, bool]:
    """Asks `wanted`, of everything that the person may see."""
    seeks_cover = exists().where(Assignment.chapter_id == Chapter.id, Assignment.state == AssignmentState.COVER_WANTED)
    rows = chapter_queries.placed(select(Chapter, Meeting, seeks_cover))
    mine = select(Participation.circle_id).where(Participation.user_id == READER, Participation.is_present)
    found: Select[Chapter, Meeting, bool] = (
        rows.where(
            Meeting.circle_id.in_(mine),
            chapter_queries.calls_for_presenter(),
            Meeting.starts_at > NOW,
            Meeting.starts_at < bindparam("until"),
            or_(Meeting.starts_at > bindparam("last"), ~chapter_queries.is_asked_for()),
        )
        .options(contains_eager(Meeting.circle))
        .order_by(None)
        .order_by(Meeting.starts_at, Chapter.position, Chapter.id)
    )
    return found


def _can_be_answered() -> tuple[ColumnElement[bool], ...]:
    """Whether chapters of a meeting still change hands, as `rules.takes_presenters` says of one."""
    is_on = or_(Meeting.state == MeetingState.POSTPONED, Meeting.ends_at > NOW)
    is_presented = func.coalesce(Meeting.format, Circle.format) == Format.PRESENTED
    return Meeting.state != MeetingState.CANCELLED, is_on, is_presented


def covers(user: User, now: datetime) -> Sequence[Assignment]:
    """Chapters that somebody wants cover for and nobody is asked for, in circles the person organises."""
    return db.session.scalars(cover_rows(), asked_by(user, now)).all()


@kept
def cover_rows() -> Select[Assignment]:
    """Asks `covers`."""
    asked = aliased(Assignment)
    is_live = or_(asked.answer_until.is_(None), asked.answer_until > NOW)
    is_asked = exists().where(asked.chapter_id == Assignment.chapter_id, asked.state == AssignmentState.SUGGESTED)
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .join(Meeting.circle)
        .where(Assignment.state == AssignmentState.COVER_WANTED, Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.starts_at > NOW, Meeting.circle_id.in_(organizes()), *_can_be_answered())
        .where(~is_asked.where(is_live))
        .options(
            joinedload(Assignment.chapter),
            joinedload(Assignment.user),
            contains_eager(Assignment.meeting).contains_eager(Meeting.circle),
        )
        .order_by(Meeting.starts_at, Assignment.id)
        .limit(SHOWN)
    )


def organizes() -> Select[int]:
    """The ids of the circles the reader organises."""
    return select(Participation.circle_id).where(
        Participation.user_id == READER, Participation.is_organizer, Participation.is_present
    )


def held() -> Select[Meeting]:
    """Meetings that ended lately, in circles the reader may open; the oldest first."""
    return (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at <= NOW,
            Meeting.ends_at > SINCE,
            circles.is_visible(Meeting.circle_id, is_member=True),
        )
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(SHOWN)
    )


def undated(user: User, now: datetime) -> Sequence[Meeting]:
    """Postponed meetings of running circles the person organises: people wait for the new date."""
    return db.session.scalars(undated_rows(), asked_by(user, now)).all()


@kept
def undated_rows() -> Select[Meeting]:
    """Asks `undated`."""
    rows = select(Meeting).join(Meeting.circle).options(contains_eager(Meeting.circle))
    postponed = rows.where(Meeting.circle_id.in_(organizes()), Meeting.state == MeetingState.POSTPONED)
    running = postponed.where(Circle.state == CircleState.RUNNING)
    return running.order_by(Meeting.starts_at, Meeting.id).limit(SHOWN)


def attendance(user: User, now: datetime) -> Sequence[Meeting]:
    """Meetings of circles the person organises of which nobody said who came, as long as it can be said."""
    return db.session.scalars(attendance_rows(), still_corrected(user, now)).all()


def still_corrected(user: User, now: datetime) -> dict[str, Any]:
    """What `attendance_rows` is executed with."""
    return asked_by(user, now) | {"still_corrected": now - timedelta(days=rules.CORRECTION_DAYS)}


@kept
def attendance_rows() -> Select[Meeting]:
    """Asks `attendance`."""
    unsaid = held().where(Meeting.circle_id.in_(organizes()), Meeting.attendance_confirmed_at.is_(None))
    return unsaid.where(Meeting.ends_at > bindparam("still_corrected"))
