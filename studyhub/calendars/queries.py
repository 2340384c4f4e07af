"""Which meetings stand in whose calendar; permission is part of the fetch."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries as meetings
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User


def public(*, since: datetime) -> Select[Meeting]:
    """Meetings of public circles that end after that moment, in order of time."""
    rows = meetings.visible_to(None).where(Meeting.ends_at >= since)
    return rows.order_by(Meeting.starts_at, Meeting.id)


def mine(user: User, *, since: datetime) -> list[tuple[Meeting, SignupState]]:
    """The meetings a person has a place in or waits for, and those called off under them, in order of time."""
    called_off = and_(Meeting.state == MeetingState.CANCELLED, Signup.state == SignupState.RELEASED)
    rows = (
        select(Meeting, Signup.state)
        .join(Signup, Signup.meeting_id == Meeting.id)
        .where(
            Signup.user_id == user.id,
            Meeting.ends_at >= since,
            Meeting.circle_id.in_(circles.visible_ids(user)),
            or_(Signup.state.in_(meetings.ACTIVE_STATES), called_off),
        )
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id, Signup.id)
    )
    # Whoever signed up again after an earlier cancellation has two rows for one meeting: the newer one counts.
    return list({meeting.id: (meeting, state) for meeting, state in db.session.execute(rows)}.values())


def chapter_lines(meeting_ids: Collection[int]) -> dict[int, list[str]]:
    """What is read in each of these meetings, a line per chapter in order; a meeting without any is left out."""
    rows = (
        select(MeetingChapter.meeting_id, Chapter.number, Chapter.title)
        .join(Chapter, Chapter.id == MeetingChapter.chapter_id)
        .where(
            MeetingChapter.meeting_id.in_(meeting_ids), Chapter.skipped_at.is_(None), Chapter.merged_into_id.is_(None)
        )
        .order_by(MeetingChapter.meeting_id, Chapter.position, Chapter.id)
    )
    lines: dict[int, list[str]] = {}
    for meeting_id, number, title in db.session.execute(rows):
        lines.setdefault(meeting_id, []).append(f"{number} {title}" if number else title)
    return lines
