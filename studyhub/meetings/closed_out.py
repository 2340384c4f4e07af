"""Coming meetings that lie on days on which the organisation is closed: planned before the days were noted."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_

from studyhub import zones
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.settings.models import ClosedDay

MEETINGS_MAX = 100
# No zone is further from UTC.
ZONES_APART = timedelta(days=1)


def on_closed_days(closed_days: Iterable[ClosedDay], user: User, now: datetime) -> dict[int, Sequence[Meeting]]:
    """By the id of the closed days, the meetings to come on them that this person may see, in order of time.

    A meeting's day is that of its circle's zone. One statement; of very many meetings the first hundred.
    """
    coming = [closed for closed in closed_days if _midnight(closed.ends_on) > now - 2 * ZONES_APART]
    if not coming:
        return {}
    planned = queries.visible_to(user).where(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > now)
    about_then = or_(*(_is_about(closed) for closed in coming))
    rows = planned.where(about_then).order_by(Meeting.starts_at, Meeting.id).limit(MEETINGS_MAX)
    meetings = db.session.scalars(rows, read_by(user))
    days = [(one, zones.in_zone(one.starts_at, one.circle.time_zone).date()) for one in meetings]
    return {
        closed.id: [meeting for meeting, day in days if closed.starts_on <= day <= closed.ends_on] for closed in coming
    }


def _is_about(closed: ClosedDay) -> ColumnElement[bool]:
    begins, ends = _midnight(closed.starts_on) - ZONES_APART, _midnight(closed.ends_on) + 2 * ZONES_APART
    return and_(Meeting.starts_at >= begins, Meeting.starts_at < ends)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
