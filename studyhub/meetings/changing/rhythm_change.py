"""A circle gets another weekday, time, length or interval: its sessions to come are planned anew, the same rows.

In order, on days off as the circle wants it, and never onto one that stays: one whose time was changed by hand, or
that has no date. Rules: docs/rules.md, Circle. Nothing here commits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from studyhub import zones
from studyhub.circles import editing as circle_editing
from studyhub.circles import locking
from studyhub.circles.editing import CircleRhythm
from studyhub.circles.models import Circle
from studyhub.circles.planning.division import PerMeeting
from studyhub.circles.planning.planner import PlanRequest, slots
from studyhub.circles.planning.rhythm import Rhythm
from studyhub.db import db
from studyhub.meetings.changing import editing, following, together
from studyhub.meetings.changing.together import Apart, Change, Sessions
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User
from studyhub.settings import organization


def changes(circle: Circle, new: CircleRhythm, meetings: Sequence[Meeting], *, now: datetime) -> list[Change]:
    """What becomes of each session to come, in order of time. Raises StartTaken, DateOutOfRange."""
    coming = together.to_come(meetings, now)
    reasons = {one.id: _apart(one) for one in coming}
    moving = [one for one in coming if reasons[one.id] is None]
    staying = [one for one in meetings if one not in moving and one.state is MeetingState.SCHEDULED]
    starts = _starts(circle, new, moving, staying, now=now)
    found = []
    for one in coming:
        start = starts.get(one.id)
        if start is not None and start <= now:
            reasons[one.id], start = Apart.PAST, None
        details = editing.details_of(one)
        if start is not None:
            details = replace(details, starts_at=start, ends_at=start + timedelta(minutes=new.minutes))
        reason = reasons[one.id]
        found.append(Change(one, details, (reason,) if reason else ()))
    following.refuse_shared_starts(meetings, [(one.meeting, one.new) for one in found if one.is_moved])
    return found


def _apart(meeting: Meeting) -> Apart | None:
    if meeting.state is MeetingState.POSTPONED:
        return Apart.NO_DATE
    return Apart.TIME if meeting.is_exception else None


def _starts(
    circle: Circle, new: CircleRhythm, moving: Sequence[Meeting], staying: Sequence[Meeting], *, now: datetime
) -> dict[int, datetime]:
    zone = circle.time_zone
    if new.has_days_of(circle):
        days: Iterator[date] = (_day(one) for one in moving)
    else:
        days = _free_days(new, moving, {_day(one) for one in staying}, zone, now=now)
    starts = {one.id: zones.to_utc(day, new.start_time, zone) for one, day in zip(moving, days, strict=False)}
    if len(starts) < len(moving):
        raise zones.DateOutOfRange(zones.LATEST_DAY)
    return starts


def _free_days(
    new: CircleRhythm, moving: Sequence[Meeting], taken: set[date], zone: str, *, now: datetime
) -> Iterator[date]:
    """The days of the new rhythm from the week, or month, of the first session on, without those that are taken."""
    if not moving:
        return
    first = _day(moving[0])
    from_day = first.replace(day=1) if new.nth_of_month is not None else first - timedelta(days=first.weekday())
    closed = tuple(organization.days_off())
    rhythm = Rhythm(new.days, new.start_time, new.minutes, zone)
    for slot in slots(PlanRequest(from_day, rhythm, PerMeeting(1), new.holiday_rule, closed)):
        if slot.date not in taken and zones.to_utc(slot.date, new.start_time, zone) > now:
            yield slot.date


def _day(meeting: Meeting) -> date:
    return zones.in_zone(meeting.starts_at, meeting.circle.time_zone).date()


def change(circle: Circle, new: CircleRhythm, sessions: Sessions, *, by: User, now: datetime) -> list[Meeting]:
    """Give the circle another rhythm, and those sessions to come that follow it; they are handed back.

    Raises StartTaken, DateOutOfRange.
    """
    locking.lock(circle)
    locked = seats.lock_all(circle)
    found = changes(circle, new, locked, now=now) if sessions is Sessions.ALL else []
    circle_editing.set_rhythm(circle, new, by=by, now=now)
    db.session.flush()
    return together.apply(found, by=by, now=now)
