"""Changing a meeting. Rules: docs/rules.md, Meeting. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from studyhub.audit import trail
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Format
from studyhub.commitments import calendar
from studyhub.db import db
from studyhub.meetings import payloads, queries, rules, telling
from studyhub.meetings.assigning import carrying
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.changing import creating, numbering
from studyhub.meetings.models import ACTIVE_STATES, Meeting, MeetingState, Signup
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import User, UserState

TIMES = ("starts_at", "ends_at")
PLACES = ("place", "online_url")


class CapacityBelowConfirmed(Exception):
    """More people have a seat than there would be; nobody is demoted. `args[0]` is how many."""


class AlreadyOver(Exception):
    """A meeting that is new or still to come would be over at that time: a mistake, or held and recorded late."""


class HasHistory(Exception):
    """Somebody signed up once, or notes belong to it, or no meeting follows that could take its chapters."""


@dataclass(frozen=True)
class Details:
    """What an organiser may change; `capacity` None is no limit, `format` None the circle's."""

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    slides_url: str
    recording_url: str
    capacity: int | None
    format: Format | None
    facilitator_id: int | None
    scribe_id: int | None


class Insisting(TypedDict, total=False):
    """What an organiser who was asked wants all the same; see `update_meeting`."""

    keep_all: bool
    reopen: bool
    may_be_over: bool


def details_of(meeting: Meeting) -> Details:
    """What it is at present."""
    return Details(**{field.name: getattr(meeting, field.name) for field in fields(Details)})


def update_meeting(
    meeting: Meeting,
    new: Details,
    *,
    by: User,
    now: datetime,
    keep_all: bool = False,
    reopen: bool = False,
    may_be_over: bool = False,
) -> None:
    """Change a meeting: tell "old → new" where time or place moved, seat whoever fits where capacity grew.

    With `keep_all` a capacity below those confirmed keeps them and takes nobody new; `reopen` takes people again;
    with `may_be_over` one that was to come may have been held. Raises CapacityBelowConfirmed, AlreadyOver.
    """
    seats.lock_all(meeting.circle)
    if not may_be_over:
        refuse_over(new.ends_at, now, old_end=meeting.ends_at)
    before = payloads.time_and_place(meeting)
    is_told = meeting.state is MeetingState.SCHEDULED and max(meeting.ends_at, new.ends_at) > now
    changed = change(meeting, new, by=by, now=now, keep_all=keep_all, reopen=reopen)
    if changed is None:
        return
    if changed & set(TIMES):
        numbering.renumber(meeting.circle, now=now)
    if changed & {*TIMES, *PLACES} and is_told:
        tell_change(meeting, before, by=by, now=now)
    seats.promote([meeting], by=by, now=now)


def refuse_over(new_end: datetime, now: datetime, *, old_end: datetime | None = None) -> None:
    """Raise AlreadyOver where a meeting that is new, or is not over yet, would be."""
    if new_end <= now and (old_end is None or now < old_end):
        raise AlreadyOver


def change(
    meeting: Meeting,
    new: Details,
    *,
    by: User,
    now: datetime,
    keep_all: bool = False,
    reopen: bool = False,
    is_by_hand: bool = True,
) -> set[str] | None:
    """Change a locked meeting and nothing around it: telling, numbers and free seats are the caller's.

    Where it moves with others of its circle, and not by hand, it is as much part of the rhythm as before.
    The names of what changed of the details but the capacity; None where nothing did. Raises CapacityBelowConfirmed.
    """
    _set_capacity(meeting, new.capacity, keep_all=keep_all, reopen=reopen)
    changed = _set_details(meeting, new)
    if not changed and not db.session.is_modified(meeting):
        return None
    meeting.updated_at = now
    if changed & {*TIMES, *PLACES}:
        meeting.sequence += 1
    if changed & set(TIMES):
        meeting.is_exception = meeting.is_exception or is_by_hand
        move_commitments(meeting)
        if now < meeting.starts_at - rules.CHECKIN_OPENS:
            checking_in.forget([meeting])
    trail.record(
        "meeting.updated", meeting, by=by, now=now, circle_id=meeting.circle_id, after={"changed": sorted(changed)}
    )
    return changed


def _set_details(meeting: Meeting, new: Details) -> set[str]:
    changed = set()
    for field in fields(new):
        value: Any = getattr(new, field.name)
        if getattr(meeting, field.name) != value:
            setattr(meeting, field.name, value)
            changed.add(field.name)
    return changed - {"capacity"}


def _set_capacity(meeting: Meeting, capacity: int | None, *, keep_all: bool, reopen: bool) -> None:
    if capacity != meeting.capacity:
        taken = signup_queries.taken_seats([meeting.id]).get(meeting.id, 0)
        is_below = capacity is not None and capacity < taken
        if is_below and not keep_all:
            raise CapacityBelowConfirmed(taken)
        meeting.capacity, meeting.takes_new = capacity, not is_below
    elif reopen:
        meeting.takes_new = True


def move_commitments(meeting: Meeting) -> None:
    """Let the calendars of everybody seated follow the meeting's time."""
    seated = db.session.scalars(signup_queries.confirmed(meeting)).all()
    if seated:
        calendar.move([seats.source_of(signup) for signup in seated], meeting.starts_at, meeting.ends_at)


def tell_change(meeting: Meeting, before: dict[str, Any] | None, *, by: User, now: datetime) -> None:
    """Tell everybody else with a place or waiting for one what was and what is; None stands for an open date."""
    payload = {**payloads.of_meeting(meeting), "old": before, "new": payloads.date_or_none(meeting)}
    key = f"meeting_changed:{meeting.id}:{meeting.sequence}"
    told = [(user, key, payload) for user in signed_up(meeting)]
    telling.tell("meeting_changed", told, by=by, now=now)


def signed_up(meeting: Meeting) -> Sequence[User]:
    """Everybody with a place or waiting for one."""
    states = Signup.state.in_(ACTIVE_STATES)
    rows = select(User).join(Signup, Signup.user_id == User.id).where(Signup.meeting_id == meeting.id, states)
    return db.session.scalars(rows.order_by(User.id)).all()


def add_meeting(
    circle: Circle, planned: creating.NewMeeting, *, by: User, now: datetime, may_be_over: bool = False
) -> Meeting:
    """One more meeting, for which everybody in the circle who is there is signed up in the order in which they joined.

    Raises AlreadyOver unless it `may_be_over`.
    """
    if not may_be_over:
        refuse_over(planned.ends_at, now)
    seats.lock_all(circle)
    meeting = creating.add_meeting(circle, planned, now=now)
    numbering.renumber(circle, now=now)
    inside = db.session.scalars(circles.participants(circle).where(User.state == UserState.ACTIVE)).all()
    joined = sorted(inside, key=lambda one: (one.joined_at, one.id))
    signups.sign_up_everyone(meeting, [one.user for one in joined], by=by, now=now)
    trail.record("meeting.added", meeting, by=by, now=now, circle_id=circle.id)
    return meeting


def delete_meeting(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Delete a meeting nobody ever signed up for; its chapters go to the next one, with whoever presents them.

    Raises HasHistory, also where there is none that could take them.
    """
    circle = meeting.circle
    seats.lock_all(circle)
    if signup_queries.has_signups(meeting):
        raise HasHistory
    if places := chapter_queries.placements([meeting.id]):
        following = queries.next_after(meeting, now)
        if following is None:
            raise HasHistory
        carrying.move(places, following)
    db.session.execute(update(Assignment).where(Assignment.meeting_id == meeting.id).values(meeting_id=None))
    trail.record("meeting.deleted", meeting, by=by, now=now, circle_id=circle.id)
    try:
        with db.session.begin_nested():
            db.session.delete(meeting)
    except IntegrityError as held:
        raise HasHistory from held
    numbering.renumber(circle, now=now)
