"""A meeting, who signed up and who came. Chapters and presenters are in assigning/models.py."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Circle, Format
from studyhub.circles.planning.rhythm import MINUTES_MAX
from studyhub.db import Base
from studyhub.meetings.attendance.checkin_codes import new_code
from studyhub.people.models import ImpossibleMove, User

UNDO_HOURS = 24
# A session that began longer ago is over.
LONGEST = timedelta(minutes=MINUTES_MAX)


class MeetingState(StrEnum):
    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Meeting(Base):
    """One meeting of a circle. Held is derived: scheduled and past its end.

    `number` is 第n回 over the uncancelled meetings in order and None while cancelled; `called_off_number` is the one a
    cancelled meeting had, by which people know it, and `called_off_undated` whether it had no date then.
    `sequence` is the calendar's.
    `checkin_code` is for organisers to show in the room.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        Index("ix_meeting_circle_id_starts_at", "circle_id", "starts_at"),
        Index("ix_meeting_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    number: Mapped[int | None]
    called_off_number: Mapped[int | None]
    called_off_undated: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    original_starts_at: Mapped[datetime]
    is_exception: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.SCHEDULED)
    format: Mapped[Format | None]
    place: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    slides_url: Mapped[str] = mapped_column(default="")
    recording_url: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    takes_new: Mapped[bool] = mapped_column(default=True)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    scribe_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    cancel_reason: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]
    checkin_code: Mapped[str] = mapped_column(default=new_code)
    attendance_confirmed_at: Mapped[datetime | None]
    attendance_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    circle: Mapped[Circle] = relationship()
    facilitator: Mapped[User | None] = relationship(foreign_keys=facilitator_id)
    scribe: Mapped[User | None] = relationship(foreign_keys=scribe_id)
    signups: Mapped[list["Signup"]] = relationship(back_populates="meeting")

    def is_open(self, now: datetime) -> bool:
        """Whether people can still sign up: scheduled and not begun."""
        return self.state is MeetingState.SCHEDULED and now < self.starts_at

    @property
    def effective_format(self) -> Format:
        """The way this meeting is held: its own, else its circle's."""
        return self.format or self.circle.format

    def can_be_left(self, now: datetime) -> bool:
        """Whether a place can still be given back: not begun, or waiting for a new date."""
        return self.is_open(now) or self.state is MeetingState.POSTPONED

    def has_begun(self, now: datetime) -> bool:
        """Whether it is taking place or took place."""
        return self.state is MeetingState.SCHEDULED and now >= self.starts_at

    def is_held(self, now: datetime) -> bool:
        """Whether it took place: scheduled and past its end."""
        return self.state is MeetingState.SCHEDULED and now >= self.ends_at

    def can_be_restored(self, now: datetime) -> bool:
        """Whether a cancellation can be undone: for 24 hours, at most until the start where it had one."""
        if self.state is not MeetingState.CANCELLED or self.cancelled_at is None:
            return False
        has_not_begun = self.called_off_undated or now < self.starts_at
        return has_not_begun and now < self.cancelled_at + timedelta(hours=UNDO_HOURS)


class SignupState(StrEnum):
    """What became of a place: withdrawn by its person, removed by an organiser, released with the session.

    Seats that become free are given at once: nothing offers any as yet, but an offered one would count as taken.
    """

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    RELEASED = "released"


ACTIVE_STATES = (SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED)
# An offered seat is taken until its offer ends.
TAKING_STATES = (SignupState.CONFIRMED, SignupState.OFFERED)


LEFT = frozenset({SignupState.WITHDRAWN, SignupState.REMOVED, SignupState.RELEASED})
SIGNUP_TRANSITIONS: dict[SignupState, frozenset[SignupState]] = {
    SignupState.WAITLISTED: LEFT | {SignupState.CONFIRMED, SignupState.OFFERED},
    SignupState.OFFERED: LEFT | {SignupState.CONFIRMED},
    SignupState.CONFIRMED: LEFT,
    # Only undoing it within a minute gives back what an organiser took away.
    SignupState.REMOVED: frozenset({SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED}),
    # Only undoing a cancellation gives back what that cancellation released; one of two of a person it does not.
    SignupState.RELEASED: frozenset(
        {SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.OFFERED, SignupState.WITHDRAWN}
    ),
}
ACTIVE = text("state IN ('confirmed', 'waitlisted', 'offered')")


class Signup(Base):
    """A person's place in one meeting. Whoever leaves keeps the row: nothing that happened is lost."""

    __tablename__ = "signup"
    __table_args__ = (
        Index("one_active_signup", "meeting_id", "user_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE),
        Index("ix_signup_meeting_id_state", "meeting_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[SignupState] = mapped_column(default=SignupState.WAITLISTED)
    priority: Mapped[int] = mapped_column(default=0)
    joined_at: Mapped[datetime]
    offered_until: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="signups")
    user: Mapped[User] = relationship()

    def require_move_to(self, state: SignupState) -> None:
        """Raise ImpossibleMove where this state cannot follow the present one."""
        if state not in SIGNUP_TRANSITIONS.get(self.state, frozenset()):
            raise ImpossibleMove(self.state, state)

    def move_to(self, state: SignupState) -> None:
        """Change the state, or raise ImpossibleMove."""
        self.require_move_to(state)
        self.state = state


class SignupChange(Base):
    """One change of a sign-up's state and what caused it: what undo restores and the audit shows."""

    __tablename__ = "signup_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signup.id"), index=True)
    at: Mapped[datetime]
    cause: Mapped[str]
    before: Mapped[SignupState | None]
    after: Mapped[SignupState]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    audit_event_id: Mapped[int | None] = mapped_column(ForeignKey("audit_event.id"), index=True)


class AttendanceState(StrEnum):
    ATTENDED = "attended"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


WAS_THERE = frozenset({AttendanceState.ATTENDED, AttendanceState.LATE})


class Attendance(Base):
    """What is recorded of one person at one meeting; no row means unknown.

    `checked_in_at` is when the person checked in, None when an organiser recorded them.
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[AttendanceState]
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    checked_in_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=user_id)
