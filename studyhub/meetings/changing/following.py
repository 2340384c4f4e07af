"""Letting the meetings after one move as it moves. Rules: docs/rules.md, Meeting. Nothing here commits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Unpack

from sqlalchemy import select

from studyhub import zones
from studyhub.db import db
from studyhub.meetings import payloads, queries, telling
from studyhub.meetings.changing import editing, numbering
from studyhub.meetings.changing.editing import Details, Insisting
from studyhub.meetings.models import Meeting, MeetingState, Signup
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User
from studyhub.settings import organization

Move = tuple[Meeting, Details]


class StartTaken(Exception):
    """Two meetings would begin at the same moment. `args[0]` is the one that is in the way."""


def to_come_after(meeting: Meeting, meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those of the circle's meetings that come after this one and have not begun, in the order given."""
    later = [one for one in meetings if (one.starts_at, one.id) > (meeting.starts_at, meeting.id)]
    return [one for one in later if one.is_open(now)]


def can_follow(meeting: Meeting, meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that can move along: none where the meeting itself is over or has no date."""
    is_to_come = meeting.state is MeetingState.SCHEDULED and not meeting.is_held(now)
    return to_come_after(meeting, meetings, now) if is_to_come else []


def update_with_following(
    meeting: Meeting, new: Details, *, by: User, now: datetime, **insisting: Unpack[Insisting]
) -> list[Meeting]:
    """As `editing.update_meeting`, and the meetings after it move by as many days and by as much on the clock.

    Everybody is told once of all that moved. Those that moved are handed back, this one first; none where it keeps
    its start. Raises StartTaken, AlreadyOver, CapacityBelowConfirmed, DateOutOfRange.
    """
    locked = seats.lock_all(meeting.circle)
    by_how_much = _on_the_wall(new.starts_at, meeting) - _on_the_wall(meeting.starts_at, meeting)
    following = can_follow(meeting, locked, now)
    if not by_how_much or not following:
        editing.update_meeting(meeting, new, by=by, now=now, **insisting)
        return []
    moves = [(meeting, new), *((one, _moved(one, by_how_much)) for one in following)]
    _refuse_shared_starts(locked, moves)
    if not insisting.get("may_be_over"):
        for one, details in moves:
            editing.refuse_over(details.ends_at, now, old_end=one.ends_at)
    moved = [one for one, _ in moves]
    before = {one.id: payloads.time_and_place(one) for one in moved}
    keep_all, reopen = insisting.get("keep_all", False), insisting.get("reopen", False)
    editing.change(meeting, new, by=by, now=now, keep_all=keep_all, reopen=reopen)
    for one, details in moves[1:]:
        editing.change(one, details, by=by, now=now)
    numbering.renumber(meeting.circle, now=now)
    _tell(moved, before, by=by, now=now)
    seats.promote(moved, by=by, now=now)
    return moved


def days_off(meetings: Iterable[Meeting]) -> list[tuple[Meeting, zones.Holiday]]:
    """Those of the meetings that are on a holiday or a closed day, with which it is."""
    closed = [
        zones.ClosedDays(one.starts_on, one.ends_on, one.name, one.is_special) for one in organization.closed_days()
    ]
    found = [(one, zones.holiday_name(_on_the_wall(one.starts_at, one).date(), closed)) for one in meetings]
    return [(one, holiday) for one, holiday in found if holiday]


def _on_the_wall(moment: datetime, meeting: Meeting) -> datetime:
    """What clocks show in the circle's zone, without the zone: seven days from 19:00 is 19:00 in summer time too."""
    return zones.in_zone(moment, meeting.circle.time_zone).replace(tzinfo=None, fold=0)


def _moved(meeting: Meeting, by_how_much: timedelta) -> Details:
    wall = _on_the_wall(meeting.starts_at, meeting) + by_how_much
    starts_at = zones.to_utc(wall.date(), wall.time(), meeting.circle.time_zone)
    ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    return replace(editing.details_of(meeting), starts_at=starts_at, ends_at=ends_at)


def _refuse_shared_starts(meetings: Iterable[Meeting], moves: Sequence[Move]) -> None:
    """Those that began together before may go on to."""
    moved = [one for one, _ in moves]
    staying = (one for one in meetings if one not in moved and one.state is MeetingState.SCHEDULED)
    begins = {one.starts_at: one for one in staying}
    for one, new in moves:
        other = begins.setdefault(new.starts_at, one)
        if other is not one and other.starts_at != one.starts_at:
            raise StartTaken(other)


def _tell(moved: Sequence[Meeting], before: dict[int, dict[str, Any]], *, by: User, now: datetime) -> None:
    """One message for everybody else, with those meetings in which they have a place or wait for one."""
    moves = {one.id: {**payloads.of_meeting(one), "old": before[one.id]} for one in moved}
    theirs: dict[User, list[dict[str, Any]]] = {}
    for user, meeting_id in _signed_up(moves):
        theirs.setdefault(user, []).append(moves[meeting_id])
    first = moved[0]
    key = f"meetings_moved:{first.id}:{first.sequence}"
    about = {"slug": first.circle.slug, "circle": first.circle.title, "zone": first.circle.time_zone}
    told = [(user, key, {**about, "moved": meetings}) for user, meetings in theirs.items()]
    telling.tell("meetings_moved", told, by=by, now=now)


def _signed_up(meeting_ids: Iterable[int]) -> Sequence[tuple[User, int]]:
    rows = select(User, Signup.meeting_id).join(Signup, Signup.user_id == User.id)
    rows = rows.join(Meeting, Meeting.id == Signup.meeting_id)
    here = rows.where(Signup.meeting_id.in_(list(meeting_ids)), Signup.state.in_(queries.ACTIVE_STATES))
    ordered = here.order_by(User.id, Meeting.starts_at, Meeting.id)
    return [(user, meeting_id) for user, meeting_id in db.session.execute(ordered)]
