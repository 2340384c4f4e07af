"""What comes this week, on Monday morning, for those who asked for it. Nothing here commits."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.delivery import outbox, preferences
from studyhub.delivery.texts import Payload
from studyhub.meetings import payloads
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.reminders import moments

KIND = "week_digest"
MONDAY = 0
# More would be no digest: the rest stands behind its link.
SHOWN = 20


def send(now: datetime, ours: str) -> None:
    """Tell those who asked for it, on Monday from nine in their zone on, what comes until Sunday; of nothing, nothing.

    What no worker sent before the evening is of no use any more. `ours` is the zone of whoever chose none.
    """
    readers = [user for user in preferences.who_asked_for(KIND) if _is_time(now, user.time_zone or ours)]
    wanted = outbox.without_told([(user, _key(now, user.time_zone or ours), {}) for user in readers])
    told = [(user, key, _payload(user, now, user.time_zone or ours)) for user, key, _nothing in wanted]
    outbox.add_many(KIND, [one for one in told if one[2]["sessions"]], now=now, is_asked_for=True)


def _is_time(now: datetime, zone: str) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() == MONDAY and moments.MORNING <= local.time() < moments.EVENING


def _key(now: datetime, zone: str) -> str:
    return f"{KIND}:{now.astimezone(ZoneInfo(zone)).date()}"


def _payload(user: User, now: datetime, zone: str) -> Payload:
    found = _this_week(user, now, zone)
    held = {signup.meeting_id: signup.state for signup in meetings.signups_of([one.id for one in found], [user.id])}
    lines = [{**payloads.of_meeting(one), "place_held": held.get(one.id)} for one in found]
    return {"sessions": lines, "until": _ends(now, zone).isoformat()}


def _this_week(user: User, now: datetime, zone: str) -> list[Meeting]:
    coming = (
        select(Meeting)
        .where(Meeting.starts_at > now, Meeting.starts_at < _ends(now, zone), Meeting.state == MeetingState.SCHEDULED)
        .where(circles.is_visible(Meeting.circle_id, is_member=user.is_member))
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(SHOWN)
    )
    return list(db.session.scalars(coming, read_by(user)))


def _ends(now: datetime, zone: str) -> datetime:
    """When Sunday ends."""
    monday = now.astimezone(ZoneInfo(zone)).date()
    return datetime.combine(monday + timedelta(days=7), time(0), ZoneInfo(zone))
