"""What comes this week, on Monday morning, for those who asked for it. Nothing here commits."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery import outbox, preferences
from studyhub.delivery.texts import Payload
from studyhub.meetings import payloads
from studyhub.meetings.models import Meeting, MeetingState, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User
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
    ends = {user: _ends(now, user.time_zone or ours) for user, _key_of, _nothing in wanted}
    if ends:
        coming = _coming(ends, now)
        told = [(user, key, coming.of(user, ends[user])) for user, key, _nothing in wanted]
        outbox.add_many(KIND, [one for one in told if one[2]["sessions"]], now=now, is_asked_for=True)


def _is_time(now: datetime, zone: str) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() == MONDAY and moments.MORNING <= local.time() < moments.EVENING


def _key(now: datetime, zone: str) -> str:
    return f"{KIND}:{now.astimezone(ZoneInfo(zone)).date()}"


def _ends(now: datetime, zone: str) -> datetime:
    """When Sunday ends."""
    monday = now.astimezone(ZoneInfo(zone)).date()
    return datetime.combine(monday + timedelta(days=7), time(0), ZoneInfo(zone))


@dataclass(frozen=True)
class _Coming:
    """What comes, in order of time; the pairs (person, circle) of what is closed to them; and who comes to what."""

    sessions: Sequence[Meeting]
    closed: Set[tuple[int, int]]
    places: Mapping[tuple[int, int], SignupState]

    def of(self, user: User, until: datetime) -> Payload:
        """What one reader is told."""
        theirs = [one for one in self.sessions if one.starts_at < until and (user.id, one.circle_id) not in self.closed]
        lines = [
            {**payloads.of_meeting(one), "place_held": self.places.get((user.id, one.id))} for one in theirs[:SHOWN]
        ]
        return {"sessions": lines, "until": until.isoformat()}


def _coming(ends: Mapping[User, datetime], now: datetime) -> _Coming:
    """What comes until the last of these ends, with three statements however many read it."""
    readers = [user.id for user in ends]
    sessions = db.session.scalars(_sessions(now, max(ends.values()))).all()
    closed = {(user_id, circle_id) for user_id, circle_id in db.session.execute(_closed(sessions, readers))}
    held = signup_queries.signups_of([one.id for one in sessions], readers)
    return _Coming(sessions, closed, {(one.user_id, one.meeting_id): one.state for one in held})


def _sessions(now: datetime, until: datetime) -> Select[Meeting]:
    coming = select(Meeting).where(Meeting.starts_at > now, Meeting.starts_at < until)
    planned = coming.where(Meeting.state == MeetingState.SCHEDULED).options(joinedload(Meeting.circle))
    return planned.order_by(Meeting.starts_at, Meeting.id)


def _closed(sessions: Sequence[Meeting], readers: Sequence[int]) -> Select[int, int]:
    circle_ids = {one.circle_id for one in sessions}
    pairs = select(User.id, Circle.id).join_from(User, Circle, Circle.id.in_(circle_ids))
    return pairs.where(User.id.in_(readers), ~circles.is_visible_to_each(Circle.id))
