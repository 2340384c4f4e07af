"""When a session is about to begin, when it runs, and how long its end is remembered."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from studyhub.meetings import rules
from studyhub.meetings.models import Meeting, MeetingState

SOON = timedelta(minutes=30)
NEXT_MORNING = time(10)
# However late a session ends, its next morning is over by then.
LONGEST_END = timedelta(hours=36)


class Hour(StrEnum):
    """Where a session is on its day."""

    SOON = "soon"
    RUNNING = "running"
    ENDED = "ended"


def hour_of(meeting: Meeting, now: datetime) -> Hour | None:
    """Soon from 30 minutes before, running to the end, ended until the next morning where its circle is; else None."""
    if meeting.state is not MeetingState.SCHEDULED or now < meeting.starts_at - SOON:
        return None
    if now < meeting.starts_at:
        return Hour.SOON
    if now < meeting.ends_at:
        return Hour.RUNNING
    return Hour.ENDED if now < next_morning(meeting) else None


def next_morning(meeting: Meeting) -> datetime:
    """Ten in the morning after the day on which a session ends, where its circle is."""
    zone = ZoneInfo(meeting.circle.time_zone)
    day = meeting.ends_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, NEXT_MORNING, zone)


def shows_end(meeting: Meeting, now: datetime, *, organizes: bool) -> bool:
    """Whether people are led to what is left to do after it: all until the next morning, organisers until it closes."""
    is_closed = meeting.attendance_confirmed_at is not None or not rules.can_take_attendance(meeting, now)
    return hour_of(meeting, now) is Hour.ENDED or (organizes and meeting.is_held(now) and not is_closed)


def is_on(meeting: Meeting, now: datetime) -> bool:
    """Whether pages begin with it: from 30 minutes before to the end."""
    return hour_of(meeting, now) in {Hour.SOON, Hour.RUNNING}
