"""Fetching what is known of who was there, for many meetings at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, bindparam, func, select
from sqlalchemy.orm import contains_eager

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Visibility
from studyhub.commitments.models import EXCUSING, Commitment
from studyhub.db import db, kept
from studyhub.meetings import rules
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.queries import is_at_once
from studyhub.people.models import User

Pair = tuple[int, int]


def open_for_checkin(user: User, now: datetime) -> Select[Meeting]:
    """Meetings in which the person has a seat and can check in at this moment, the next to end first."""
    return (
        select(Meeting)
        .join(Meeting.circle)
        .join(Meeting.signups)
        .where(
            Signup.user_id == user.id,
            Signup.state == SignupState.CONFIRMED,
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at <= now + rules.CHECKIN_OPENS,
            Meeting.ends_at > now,
            circles.is_open_to(user),
            Circle.has_checkin | (Circle.visibility == Visibility.PUBLIC),
        )
        .options(contains_eager(Meeting.circle))
        .order_by(Meeting.ends_at, Meeting.id)
    )


def begun(circle: Circle, now: datetime) -> Select[Meeting]:
    """Meetings of a circle that have begun and were not called off, newest first."""
    rows = select(Meeting).where(Meeting.circle_id == circle.id, Meeting.state == MeetingState.SCHEDULED)
    return rows.where(Meeting.starts_at <= now).order_by(Meeting.starts_at.desc(), Meeting.id.desc())


def seated(meeting_ids: Sequence[int], user: User | None = None) -> set[Pair]:
    """Meeting and person of every seat; of one person alone where given."""
    rows = select(Signup.meeting_id, Signup.user_id).where(Signup.state == SignupState.CONFIRMED)
    found = db.session.execute(rows.where(Signup.meeting_id.in_(meeting_ids), *_is(Signup.user_id, user)))
    return {(row[0], row[1]) for row in found}


def recorded(meeting_ids: Sequence[int], user: User | None = None) -> dict[Pair, AttendanceState]:
    """What is recorded of each person at each meeting; of one person alone where given."""
    rows = select(Attendance.meeting_id, Attendance.user_id, Attendance.state)
    found = db.session.execute(rows.where(Attendance.meeting_id.in_(meeting_ids), *_is(Attendance.user_id, user)))
    return {(row[0], row[1]): row[2] for row in found}


def presented(meeting_ids: Sequence[int]) -> dict[int, list[str]]:
    """For each meeting the names of those who presented a chapter there, guests too, in the order they took them."""
    name = func.coalesce(User.name, Assignment.guest_name)
    rows = select(Meeting.id, name).join(Assignment, Assignment.meeting_id == Meeting.id)
    rows = rows.outerjoin(User, User.id == Assignment.user_id)
    rows = rows.where(Meeting.id.in_(meeting_ids), Assignment.state == AssignmentState.PRESENTED)
    found: dict[int, list[str]] = {}
    for meeting_id, presenter in db.session.execute(rows.order_by(Assignment.id)):
        names = found.setdefault(meeting_id, [])
        if presenter not in names:
            names.append(presenter)
    return found


def excused(meeting_ids: Sequence[int], user: User | None = None) -> set[Pair]:
    """Meeting and person where the person was committed to something that excuses, such as a shift."""
    rows = select(Meeting.id, Commitment.user_id).join(Commitment, is_at_once())
    excusing = rows.where(Meeting.id.in_(meeting_ids), Commitment.kind.in_(EXCUSING))
    return {(row[0], row[1]) for row in db.session.execute(excusing.where(*_is(Commitment.user_id, user)))}


def _is(person: SQLColumnExpression[int], user: User | None) -> list[ColumnElement[bool]]:
    return [] if user is None else [person == user.id]


class RecordedPerson(NamedTuple):
    """One line of what is recorded at a meeting."""

    id: int
    name: str
    state: AttendanceState
    checked_in_at: datetime | None


def recorded_people(meeting: Meeting) -> list[RecordedPerson]:
    """What is recorded of each person at a meeting, in the order of their reading (kana)."""
    return [RecordedPerson(*row) for row in db.session.execute(_recorded_people(), {"meeting_id": meeting.id})]


@kept
def _recorded_people() -> Select[int, str, AttendanceState, datetime | None]:
    rows = select(User.id, User.name, Attendance.state, Attendance.checked_in_at).join(
        Attendance, Attendance.user_id == User.id
    )
    return rows.where(Attendance.meeting_id == bindparam("meeting_id")).order_by(User.reading, User.id)
