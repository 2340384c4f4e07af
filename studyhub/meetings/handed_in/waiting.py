"""What of meetings waits for a person on their first page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Participation
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import NOW, SHOWN, SINCE, asked_by


def suggestions(user: User, now: datetime) -> Sequence[Assignment]:
    """Chapters the person is asked to present."""
    return db.session.scalars(_suggestions(), asked_by(user, now)).all()


@kept
def _suggestions() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .where(Assignment.user_id == READER, Assignment.state == AssignmentState.SUGGESTED)
        .where(Assignment.answer_until > NOW, circles.is_visible(Meeting.circle_id, is_member=True))
        .options(joinedload(Assignment.chapter), contains_eager(Assignment.meeting).joinedload(Meeting.circle))
        .order_by(Assignment.created_at, Assignment.id)
        .limit(SHOWN)
    )


def covers(user: User, now: datetime) -> Sequence[Assignment]:
    """Chapters that somebody wants cover for, in circles the person organises."""
    return db.session.scalars(_covers(), asked_by(user, now)).all()


@kept
def _covers() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .where(Assignment.state == AssignmentState.COVER_WANTED, Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.starts_at > NOW, Meeting.circle_id.in_(organizes()))
        .options(
            joinedload(Assignment.chapter),
            joinedload(Assignment.user),
            contains_eager(Assignment.meeting).joinedload(Meeting.circle),
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


def attendance(user: User, now: datetime) -> Sequence[Meeting]:
    """Meetings of circles the person organises of which nobody said who came."""
    return db.session.scalars(_attendance(), asked_by(user, now)).all()


@kept
def _attendance() -> Select[Meeting]:
    return held().where(Meeting.circle_id.in_(organizes()), Meeting.attendance_confirmed_at.is_(None))
