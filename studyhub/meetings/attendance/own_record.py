"""A person's own record: which sessions they had a part in, and what is said of them. For them alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from studyhub.circles import queries as circles
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.attendance.presence import CAME, Presence, presence
from studyhub.meetings.models import Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User


@dataclass(frozen=True)
class Entry:
    """One session; `presence` is what its organisers read too."""

    meeting: Meeting
    presence: Presence

    @property
    def came(self) -> bool:
        """Whether the person was there."""
        return self.presence in CAME


def mine(user: User, now: datetime) -> Select[Meeting]:
    """Past meetings in which the person had a seat or is on record, newest first."""
    had_seat = exists().where(
        Signup.meeting_id == Meeting.id, Signup.user_id == user.id, Signup.state == SignupState.CONFIRMED
    )
    is_recorded = exists().where(Attendance.meeting_id == Meeting.id, Attendance.user_id == user.id)
    return (
        select(Meeting)
        .join(Meeting.circle)
        .where(
            and_(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at <= now),
            circles.is_open_to(user),
            or_(had_seat, is_recorded),
        )
        .options(contains_eager(Meeting.circle))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )


def entries(user: User, meetings: Iterable[Meeting], now: datetime) -> list[Entry]:
    """What is said of the person in these meetings; sessions of which nothing is said any more are left out."""
    listed = list(meetings)
    ids = [meeting.id for meeting in listed]
    seated, excused = attendance_queries.seated(ids, user), attendance_queries.excused(ids, user)
    recorded = attendance_queries.recorded(ids, user)
    found = []
    for meeting in listed:
        pair = (meeting.id, user.id)
        said = presence(meeting, recorded.get(pair), has_seat=pair in seated, has_excuse=pair in excused, now=now)
        if said is not None:
            found.append(Entry(meeting, said))
    return found
