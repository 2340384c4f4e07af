"""Letting a meeting wait for a new date, and giving it one. Rules: docs/rules.md, Meeting. Nothing here commits."""

from datetime import datetime

from sqlalchemy import ScalarSelect, func, select

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles import queries as circles
from studyhub.circles.models import Participation
from studyhub.db import db
from studyhub.meetings import payloads
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.changing import editing, numbering
from studyhub.meetings.models import Attendance, Meeting, MeetingState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, signups
from studyhub.people.models import ImpossibleMove, User, UserState

ACTION = "meeting.postponed"


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
    seats.release_time(db.session.scalars(signup_queries.confirmed(meeting)).all())
    checking_in.forget([meeting])
    editing.tell_change(meeting, before, by=by, now=now)
    trail.record(ACTION, meeting, by=by, now=now, circle_id=meeting.circle_id, before=before)


def reschedule(
    meeting: Meeting, starts_at: datetime, ends_at: datetime, *, by: User, now: datetime, may_be_over: bool = False
) -> None:
    """Give a postponed meeting its new date and tell everyone; who joined the circle meanwhile is signed up too.

    Raises ImpossibleMove when it is not postponed, editing.AlreadyOver unless it `may_be_over`.
    """
    seats.lock_all(meeting.circle)
    if meeting.state is not MeetingState.POSTPONED:
        raise ImpossibleMove(meeting.state, MeetingState.SCHEDULED)
    if not may_be_over:
        editing.refuse_over(ends_at, now)
    meeting.starts_at, meeting.ends_at, meeting.is_exception = starts_at, ends_at, True
    _move(meeting, MeetingState.SCHEDULED, now=now)
    seats.hold_time(db.session.scalars(signup_queries.confirmed(meeting)).all())
    numbering.renumber(meeting.circle, now=now)
    trail.record("meeting.rescheduled", meeting, by=by, now=now, circle_id=meeting.circle_id)
    seats.promote([meeting], by=by, now=now)
    # Nobody could sign up while there was no date, whoever joined for all sessions neither.
    signups.sign_up_everyone(meeting, _joined_meanwhile(meeting), by=by, now=now)
    editing.tell_change(meeting, None, by=by, now=now)


def _joined_meanwhile(meeting: Meeting) -> list[User]:
    """Who joined the circle since it was postponed, and has not said that they will be absent; in that order."""
    absent = select(Attendance.user_id).where(Attendance.meeting_id == meeting.id)
    joined = circles.participants(meeting.circle).where(
        User.state == UserState.ACTIVE,
        Participation.joined_at > _postponed_at(meeting),
        Participation.user_id.not_in(absent),
    )
    in_order = joined.order_by(None).order_by(Participation.joined_at, Participation.id)
    return [one.user for one in db.session.scalars(in_order)]


def has_joined_meanwhile(meeting: Meeting, mine: Participation) -> bool:
    """Whether somebody joined the circle since the meeting was postponed: its new date signs them up."""
    joined = select(Participation.id).where(Participation.id == mine.id)
    return db.session.scalar(joined.where(Participation.joined_at > _postponed_at(meeting))) is not None


def _postponed_at(meeting: Meeting) -> ScalarSelect[datetime]:
    is_it = AuditEvent.subject_kind == "meeting", AuditEvent.subject_id == meeting.id, AuditEvent.action == ACTION
    return select(func.max(AuditEvent.at)).where(*is_it).scalar_subquery()


def _move(meeting: Meeting, state: MeetingState, *, now: datetime) -> None:
    meeting.state = state
    meeting.sequence += 1
    meeting.updated_at = now
    db.session.flush()
