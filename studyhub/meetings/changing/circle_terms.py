"""A circle's place, link, capacity and format change, for its sessions to come as well. Nothing here commits.

A session follows what it has in common with the circle: what differs from it was changed by hand, and stays.
Rules: docs/rules.md, Circle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from studyhub.circles import editing as circle_editing
from studyhub.circles import locking
from studyhub.circles.models import Circle, Format
from studyhub.db import db
from studyhub.meetings.changing import editing, together
from studyhub.meetings.changing.together import Apart, Change, Sessions
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

SHARED = ("place", "online_url", "capacity")


def changes(circle: Circle, new: circle_editing.Details, meetings: Iterable[Meeting], *, now: datetime) -> list[Change]:
    """What becomes of each session to come, were it to follow the circle."""
    coming = together.to_come(meetings, now)
    taken = signup_queries.taken_seats(one.id for one in coming)
    return [_change(one, circle, new, taken.get(one.id, 0)) for one in coming]


def _change(meeting: Meeting, circle: Circle, new: circle_editing.Details, taken: int) -> Change:
    follows: dict[str, Any] = {}
    apart = []
    for name in SHARED:
        mine, old, wanted = getattr(meeting, name), getattr(circle, name), getattr(new, name)
        if wanted not in (old, mine):
            if mine == old:
                follows[name] = wanted
            else:
                apart.append(Apart(name))
    if new.format is not circle.format and meeting.format not in (None, circle.format, new.format):
        apart.append(Apart.FORMAT)
    elif new.format is not circle.format:
        follows["format"] = None
    return Change(meeting, replace(editing.details_of(meeting), **follows), tuple(apart), taken)


def is_asked(circle: Circle, new: circle_editing.Details, found: Sequence[Change]) -> bool:
    """Whether it has to be chosen for which sessions it holds: some would follow."""
    has_new_format = new.format is not circle.format and any(one.new.format is None for one in found)
    return has_new_format or any(one.is_changed for one in found)


def change(
    circle: Circle,
    new: circle_editing.Details,
    sessions: Sessions,
    *,
    by: User,
    now: datetime,
    keep_all: bool = False,
) -> list[Meeting]:
    """Change the circle, and those sessions to come that follow it; they are handed back.

    What was held stays held the way it was. Raises CapacityBelowConfirmed, as `editing.update_meeting`.
    """
    locking.lock(circle)
    locked = seats.lock_all(circle)
    found = changes(circle, new, locked, now=now) if sessions is Sessions.ALL else []
    if not keep_all and (overfull := [one.taken for one in found if one.is_overfull]):
        raise editing.CapacityBelowConfirmed(max(overfull))
    if new.format is not circle.format:
        _keep_format(locked, circle.format, but={one.meeting.id for one in found})
    circle_editing.edit(circle, new, by=by, now=now)
    db.session.flush()
    return together.apply(found, by=by, now=now, keep_all=keep_all)


def _keep_format(meetings: Iterable[Meeting], old: Format, *, but: set[int]) -> None:
    """Write down how those sessions are held that followed the circle until now and do so no more."""
    for meeting in meetings:
        if meeting.format is None and meeting.id not in but:
            meeting.format = old
