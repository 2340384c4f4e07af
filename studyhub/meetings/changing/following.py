"""Letting the meetings after one move as it moves. Rules: docs/rules.md, Meeting. Nothing here commits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Unpack

from studyhub import zones
from studyhub.meetings import payloads
from studyhub.meetings.changing import editing, numbering, together
from studyhub.meetings.changing.editing import Details, Insisting
from studyhub.meetings.models import Meeting, MeetingState
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
    refuse_shared_starts(locked, moves)
    if not insisting.get("may_be_over"):
        for one, details in moves:
            editing.refuse_over(details.ends_at, now, old_end=one.ends_at)
    moved = [one for one, _ in moves]
    before = {one.id: payloads.time_and_place(one) for one in moved}
    keep_all, reopen = insisting.get("keep_all", False), insisting.get("reopen", False)
    editing.change(meeting, new, by=by, now=now, keep_all=keep_all, reopen=reopen, is_by_hand=False)
    for one, details in moves[1:]:
        editing.change(one, details, by=by, now=now, is_by_hand=False)
    numbering.renumber(meeting.circle, now=now)
    together.tell(moved, before, by=by, now=now)
    seats.promote(moved, by=by, now=now)
    return moved


def days_off(meetings: Iterable[Meeting]) -> list[tuple[Meeting, zones.Holiday]]:
    """Those of the meetings that are on a holiday or a closed day, with which it is."""
    closed = organization.days_off()
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


def refuse_shared_starts(meetings: Iterable[Meeting], moves: Sequence[Move]) -> None:
    """Raise StartTaken where one would begin with another one. Those that began together before may go on to."""
    moved = [one for one, _ in moves]
    staying = (one for one in meetings if one not in moved and one.state is MeetingState.SCHEDULED)
    begins = {one.starts_at: one for one in staying}
    for one, new in moves:
        other = begins.setdefault(new.starts_at, one)
        if other is not one and other.starts_at != one.starts_at:
            raise StartTaken(other)
