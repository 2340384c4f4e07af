"""What people present: chapters of books, and sessions of other circles that they lead, in which nobody else does."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    Subquery,
    cast,
    exists,
    null,
    select,
    union_all,
)

from studyhub.circles.models import Chapter, ChapterPlan, Circle, CircleKind
from studyhub.meetings.assigning.models import WILL_PRESENT_OR_DID, Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState

# Whether a column names somebody whose presentations are sought.
Whose = Callable[[SQLColumnExpression[int | None]], ColumnElement[bool]]


def given(whose: Whose) -> Subquery:
    """One row each: `user_id`, `circle_id`, `meeting_id` (none while no session reads it), `chapter_id` (none of a led
    session), and `is_recorded`, whether attendance says that the chapter was presented.
    """
    return union_all(_chapters(whose), _led(whose)).subquery()


def _chapters(whose: Whose) -> Select[*tuple[Any, ...]]:
    return (
        select(Assignment.user_id, ChapterPlan.circle_id, Assignment.meeting_id, Assignment.chapter_id)
        .add_columns((Assignment.state == AssignmentState.PRESENTED).label("is_recorded"))
        .join(Chapter, Chapter.id == Assignment.chapter_id)
        .join(ChapterPlan, ChapterPlan.id == Chapter.plan_id)
        .where(whose(Assignment.user_id), Assignment.state.in_(WILL_PRESENT_OR_DID))
    )


def _led(whose: Whose) -> Select[*tuple[Any, ...]]:
    is_presented = exists().where(Assignment.meeting_id == Meeting.id, Assignment.state.in_(WILL_PRESENT_OR_DID))
    return (
        select(Meeting.facilitator_id, Meeting.circle_id, Meeting.id, cast(null(), Integer))
        .add_columns(Meeting.attendance_confirmed_at.is_not(None))
        .join(Circle, Circle.id == Meeting.circle_id)
        .where(whose(Meeting.facilitator_id), Circle.kind != CircleKind.READING)
        .where(Meeting.state == MeetingState.SCHEDULED, ~is_presented)
    )
