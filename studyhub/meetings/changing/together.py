"""Several sessions of a circle change in one press: what becomes of each is shown first, and everybody is told once.

Rules: docs/rules.md, Meeting. Nothing here commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from studyhub.db import db
from studyhub.meetings import payloads, telling
from studyhub.meetings.changing import editing, numbering
from studyhub.meetings.changing.editing import Details
from studyhub.meetings.models import ACTIVE_STATES, Meeting, MeetingState, Signup
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User


class Sessions(StrEnum):
    """For which sessions a change of the circle holds: all to come, or only those added from now on."""

    ALL = "all"
    NEW = "new"


class Apart(StrEnum):
    """What keeps a session as it is: that it was changed by hand, has no date, or would be in the past."""

    PLACE = "place"
    ONLINE_URL = "online_url"
    CAPACITY = "capacity"
    FORMAT = "format"
    TIME = "time"
    NO_DATE = "no_date"
    PAST = "past"


@dataclass(frozen=True)
class Change:
    """What becomes of one session to come. `apart` is what of the change it does not follow; `taken` its seats."""

    meeting: Meeting
    new: Details
    apart: tuple[Apart, ...] = ()
    taken: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything of it changes."""
        return self.new != editing.details_of(self.meeting)

    @property
    def is_moved(self) -> bool:
        """Whether its time changes."""
        return any(getattr(self.new, name) != getattr(self.meeting, name) for name in editing.TIMES)

    @property
    def is_overfull(self) -> bool:
        """Whether more people have a seat than there would be."""
        is_other = self.new.capacity != self.meeting.capacity
        return is_other and self.new.capacity is not None and self.new.capacity < self.taken


def to_come(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that a change of the circle concerns: not begun, or without a date."""
    return [one for one in meetings if one.can_be_left(now)]


def apply(changes: Sequence[Change], *, by: User, now: datetime, keep_all: bool = False) -> list[Meeting]:
    """Change those sessions, whose circle's meetings must all be locked, and hand back those that did.

    They are as much part of the rhythm as before. Freed and added seats go to whoever waits.
    Raises CapacityBelowConfirmed, unless all are kept and nobody new is taken.
    """
    wanted = [one for one in changes if one.is_changed]
    changed = [one.meeting for one in wanted]
    before = {one.id: payloads.time_and_place(one) for one in changed}
    for one in wanted:
        editing.change(one.meeting, one.new, by=by, now=now, keep_all=keep_all, is_by_hand=False)
    if changed:
        numbering.renumber(changed[0].circle, now=now)
    tell(changed, before, by=by, now=now)
    seats.promote(changed, by=by, now=now)
    return changed


def tell(changed: Sequence[Meeting], before: dict[int, dict[str, Any]], *, by: User, now: datetime) -> None:
    """One message for everybody else, with those sessions of theirs whose time or place is another one.

    `before` are times and places by id. One without a date is told of once it has one.
    """
    told = [one for one in changed if one.state is MeetingState.SCHEDULED]
    told = [one for one in told if payloads.time_and_place(one) != before[one.id]]
    if not told:
        return
    moves = {one.id: {**payloads.of_meeting(one), "old": before[one.id]} for one in told}
    theirs: dict[User, list[dict[str, Any]]] = {}
    for user, meeting_id in signed_up(moves):
        theirs.setdefault(user, []).append(moves[meeting_id])
    first = told[0]
    key = f"meetings_moved:{first.id}:{first.sequence}"
    about = {"slug": first.circle.slug, "circle": first.circle.title, "zone": first.circle.time_zone}
    messages = [(user, key, {**about, "moved": meetings}) for user, meetings in theirs.items()]
    telling.tell("meetings_moved", messages, by=by, now=now)


def signed_up(meeting_ids: Iterable[int]) -> Sequence[tuple[User, int]]:
    """Everybody with a place in these meetings or waiting for one, a pair for each, in order of time."""
    rows = select(User, Signup.meeting_id).join(Signup, Signup.user_id == User.id)
    rows = rows.join(Meeting, Meeting.id == Signup.meeting_id)
    here = rows.where(Signup.meeting_id.in_(list(meeting_ids)), Signup.state.in_(ACTIVE_STATES))
    ordered = here.order_by(User.id, Meeting.starts_at, Meeting.id)
    return [(user, meeting_id) for user, meeting_id in db.session.execute(ordered)]
