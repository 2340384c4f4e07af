"""When reminders are due, and until when they are of use; derived from the clock, never kept.

Rules: docs/rules.md, Reminders. Whatever else follows the same moments asks here and `due`.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from studyhub.reminders.models import ReminderKind
from studyhub.zones import QUIET_FROM, QUIET_TO

# A day before in the afternoon; of what begins in the morning, and a week before, in the morning.
MORNING, AFTERNOON, NOON = time(9), time(16), time(12)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
# Nobody is reminded at night: what would fall there goes at nine in the evening before.
EVENING = time(21)
# How much must be left before the start for a late reminder to be of use, when no worker ran at its moment.
LEFT = {ReminderKind.WEEK: timedelta(days=3), ReminderKind.DAY: timedelta(hours=2), ReminderKind.HOUR: timedelta(0)}


def moment(kind: ReminderKind, starts_at: datetime, zone: str) -> datetime:
    """When people are reminded of a session that starts then, in its circle's zone."""
    if kind is ReminderKind.HOUR:
        return starts_at - HOUR
    starts = starts_at.astimezone(ZoneInfo(zone))
    if kind is ReminderKind.WEEK:
        return _at(starts.date() - WEEK, MORNING, zone)
    return _at(starts.date() - DAY, MORNING if starts.time() < NOON else AFTERNOON, zone)


def begins_before(kind: ReminderKind, until: datetime, zone: str) -> datetime:
    """Of a circle of this zone, exactly the sessions that start before this have their moment at `until` or earlier."""
    if kind is ReminderKind.HOUR:
        return until + HOUR + timedelta.resolution
    local = until.astimezone(ZoneInfo(zone))
    if kind is ReminderKind.WEEK:
        return _at(local.date() + WEEK + (DAY if local.time() >= MORNING else timedelta(0)), time(0), zone)
    if local.time() >= AFTERNOON:
        return _at(local.date() + 2 * DAY, time(0), zone)
    return _at(local.date() + DAY, NOON if local.time() >= MORNING else time(0), zone)


def for_reader(due_at: datetime, zone: str) -> datetime:
    """When a reader in this zone gets what is due then: at that moment, or on the evening before its quiet hours."""
    local = due_at.astimezone(ZoneInfo(zone))
    if not _is_night(local.time()):
        return due_at
    evening = local.date() if local.time() >= QUIET_FROM else local.date() - DAY
    return _at(evening, EVENING, zone)


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether nobody in this zone is reminded at present."""
    return _is_night(now.astimezone(ZoneInfo(zone)).time())


def reach(now: datetime, zone: str) -> datetime | None:
    """Up to which moment reminders may go to readers in this zone; None in their quiet hours.

    In the last hour before these it is their end, for `for_reader` brings forward what falls there.
    """
    local = now.astimezone(ZoneInfo(zone))
    if _is_night(local.time()):
        return None
    return _at(local.date() + DAY, QUIET_TO, zone) if local.time() >= EVENING else now


def furthest(now: datetime, zones: Iterable[str]) -> datetime | None:
    """The furthest reach in these zones; None when it is night in all of them."""
    return max((until for zone in zones if (until := reach(now, zone)) is not None), default=None)


def is_due(due_at: datetime, zone: str, now: datetime) -> bool:
    """Whether what is due then goes to a reader in this zone at present."""
    return not is_quiet(now, zone) and for_reader(due_at, zone) <= now


def _is_night(local: time) -> bool:
    return local >= QUIET_FROM or local < QUIET_TO


def _at(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone))
