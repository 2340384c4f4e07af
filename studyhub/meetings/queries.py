"""Fetching meetings and sign-ups; permission is part of the fetch."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Attendance, Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User

ACTIVE_STATES = (SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED)
# An offered seat is taken until its offer ends.
TAKING_STATES = (SignupState.CONFIRMED, SignupState.OFFERED)


def visible_to(user: User | None) -> Select[Meeting]:
    """Meetings of the circles this person may open; None is a visitor."""
    return (
        select(Meeting)
        .where(Meeting.circle_id.in_(circles.visible_ids(user)))
        .options(joinedload(Meeting.circle), joinedload(Meeting.facilitator), joinedload(Meeting.scribe))
    )


def of_circle(circle: Circle) -> Select[Meeting]:
    """All meetings of a circle, in order of time."""
    return select(Meeting).where(Meeting.circle_id == circle.id).order_by(Meeting.starts_at, Meeting.id)


def coming(circle: Circle, now: datetime) -> Select[Meeting]:
    """Meetings one can still sign up for, in order of time."""
    return of_circle(circle).where(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > now)


def active_signup(meeting: Meeting, user: User | None) -> Signup | None:
    """The person's place in a meeting, or None."""
    if user is None:
        return None
    return db.session.scalar(active_signups([meeting.id]).where(Signup.user_id == user.id))


def active_signups(meeting_ids: Iterable[int]) -> Select[Signup]:
    """Everybody who has a place in these meetings or waits for one."""
    return select(Signup).where(Signup.meeting_id.in_(list(meeting_ids)), Signup.state.in_(ACTIVE_STATES))


def waitlist(meeting_ids: Iterable[int]) -> Select[Signup]:
    """Waitlisted sign-ups of these meetings, next to be seated first."""
    waiting = select(Signup).where(
        Signup.meeting_id.in_(list(meeting_ids)), Signup.state == SignupState.WAITLISTED
    )
    return waiting.options(joinedload(Signup.user)).order_by(Signup.priority.desc(), Signup.joined_at, Signup.id)


def confirmed(meeting: Meeting) -> Select[Signup]:
    """Everybody with a seat, in the order of their reading (kana)."""
    seated = select(Signup).where(Signup.meeting_id == meeting.id, Signup.state == SignupState.CONFIRMED)
    return seated.join(Signup.user).options(joinedload(Signup.user)).order_by(User.kana, User.name, User.id)


def taken_seats(meeting_ids: Iterable[int]) -> dict[int, int]:
    """Seats held in each of these meetings, offered ones included; a meeting without any is left out."""
    counts = (
        select(Signup.meeting_id, func.count())
        .where(Signup.meeting_id.in_(list(meeting_ids)), Signup.state.in_(TAKING_STATES))
        .group_by(Signup.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in db.session.execute(counts)}


def position(signup: Signup) -> int | None:
    """The place on the waitlist, counted from 1; None for whoever does not wait."""
    if signup.state is not SignupState.WAITLISTED:
        return None
    ids = list(db.session.scalars(waitlist([signup.meeting_id]).with_only_columns(Signup.id)))
    return ids.index(signup.id) + 1


def attendance(meeting: Meeting) -> Select[Attendance]:
    """What is recorded of each person at a meeting."""
    return select(Attendance).where(Attendance.meeting_id == meeting.id).options(joinedload(Attendance.user))
