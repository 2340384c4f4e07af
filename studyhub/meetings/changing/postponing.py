"""Letting a meeting wait for a new date, and giving it one. Rules: docs/rules.md, Meeting. Nothing here commits."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.meetings import payloads, queries
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.changing import editing, numbering
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import ImpossibleMove, User


def postpone(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Leave the date open: places and chapters are kept, everyone's time is given back, and they are told.

    Twice is harmless. Raises ImpossibleMove when it is over or called off.
    """
    seats.lock_all(meeting.circle)
    if meeting.state is MeetingState.POSTPONED:
        return
    if meeting.state is MeetingState.CANCELLED or meeting.is_held(now):
        raise ImpossibleMove(meeting.state, MeetingState.POSTPONED)
    before = payloads.time_and_place(meeting)
    _move(meeting, MeetingState.POSTPONED, now=now)
    seats.release_time(db.session.scalars(queries.confirmed(meeting)).all())
    checking_in.forget([meeting])
    editing.tell_change(meeting, before, by=by, now=now)
    trail.record("meeting.postponed", meeting, by=by, now=now, circle_id=meeting.circle_id, before=before)


def reschedule(
    meeting: Meeting, starts_at: datetime, ends_at: datetime, *, by: User, now: datetime, may_be_over: bool = False
) -> None:
    """Give a postponed meeting its new date and tell everyone.

    Raises ImpossibleMove when it is not postponed, editing.AlreadyOver unless it `may_be_over`.
    """
    seats.lock_all(meeting.circle)
    if meeting.state is not MeetingState.POSTPONED:
        raise ImpossibleMove(meeting.state, MeetingState.SCHEDULED)
    if not may_be_over:
        editing.refuse_over(ends_at, now)
    meeting.starts_at, meeting.ends_at, meeting.is_exception = starts_at, ends_at, True
    _move(meeting, MeetingState.SCHEDULED, now=now)
    seats.hold_time(db.session.scalars(queries.confirmed(meeting)).all())
    editing.tell_change(meeting, None, by=by, now=now)
    numbering.renumber(meeting.circle, now=now)
    trail.record("meeting.rescheduled", meeting, by=by, now=now, circle_id=meeting.circle_id)
    seats.promote([meeting], by=by, now=now)


def _move(meeting: Meeting, state: MeetingState, *, now: datetime) -> None:
    meeting.state = state
    meeting.sequence += 1
    meeting.updated_at = now
    db.session.flush()
