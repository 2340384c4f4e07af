"""What an account has, counted: what becomes the other's when two accounts of one person are made one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, Select, func, select

from studyhub.circles.models import Participation
from studyhub.db import db
from studyhub.departures.self_approvals import self_approved
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import ACTIVE_STATES, WAS_THERE, Attendance, Meeting, Signup
from studyhub.meetings.thoughts.models import Thought
from studyhub.notes.models import Revision, WorkingCopy
from studyhub.people.models import User


@dataclass(frozen=True)
class Holdings:
    """How many of each thing an account has; `to_come` are places in sessions that have not begun."""

    circles: int
    organizes: int
    to_come: int
    attended: int
    presented: int
    notes: int
    thoughts: int


@dataclass(frozen=True)
class Twice:
    """What both accounts have, so that one of each goes: circles, sessions to come, texts of a note not saved.

    `self_approved` are notes that one of them wrote or asked for and the other released.
    """

    circles: int
    meetings: int
    copies: int
    self_approved: int


def holdings(user: User, *, now: datetime) -> Holdings:
    """What an account has."""
    in_circles = _of(Participation, Participation.user_id == user.id, Participation.is_present)
    return Holdings(
        circles=_count(in_circles),
        organizes=_count(in_circles.where(Participation.is_organizer)),
        to_come=_count(_to_come(user, now)),
        attended=_count(_of(Attendance, Attendance.user_id == user.id, Attendance.state.in_(WAS_THERE))),
        presented=_count(_of(Assignment, Assignment.user_id == user.id, Assignment.state == AssignmentState.PRESENTED)),
        notes=_count(select(Revision.note_id).where(Revision.author_id == user.id).distinct()),
        thoughts=_count(_of(Thought, Thought.user_id == user.id, Thought.deleted_at.is_(None))),
    )


def twice(going: User, staying: User, *, now: datetime) -> Twice:
    """What both of two accounts have."""
    circles = [_circles(user) for user in (going, staying)]
    meetings = [_to_come(user, now) for user in (going, staying)]
    copies = [select(WorkingCopy.note_id).where(WorkingCopy.user_id == user.id) for user in (going, staying)]
    return Twice(
        circles=_count(circles[0].intersect(circles[1])),
        meetings=_count(meetings[0].intersect(meetings[1])),
        copies=_count(copies[0].intersect(copies[1])),
        self_approved=len(self_approved(going, staying)),
    )


def _circles(user: User) -> Select[Any]:
    return select(Participation.circle_id).where(Participation.user_id == user.id, Participation.is_present)


def _to_come(user: User, now: datetime) -> Select[Any]:
    held = select(Signup.meeting_id).join(Meeting, Meeting.id == Signup.meeting_id)
    return held.where(Signup.user_id == user.id, Signup.state.in_(ACTIVE_STATES), Meeting.starts_at > now)


def _of(kind: Any, *conditions: ColumnExpressionArgument[bool]) -> Select[Any]:
    return select(kind.id).where(*conditions)


def _count(rows: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
