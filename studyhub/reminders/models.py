"""Which reminders were decided on, and of which circles somebody wants none."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class ReminderKind(StrEnum):
    """What somebody is reminded of about a session; the values are kinds of messages."""

    WEEK = "week_before"
    DAY = "day_before"
    HOUR = "hour_before"
    NOTE = "note_unshared"


# Those of a session that is still to come.
BEFORE = (ReminderKind.WEEK, ReminderKind.DAY, ReminderKind.HOUR)


class Reminder(Base):
    """One person was reminded of one session, for one moment: never twice, however many workers look.

    `moment` is when it was due (`moments.moment`), whenever it was decided on: a session that moves has other moments.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("meeting_id", "kind", "user_id", "moment"),
        Index("ix_reminder_moment", "moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReminderKind]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    moment: Mapped[datetime]
    decided_at: Mapped[datetime]


class ReminderStop(Base):
    """Somebody wants no reminders of one circle's sessions, on any channel; taken away when they want them again."""

    __tablename__ = "reminder_stop"
    __table_args__ = (UniqueConstraint("user_id", "circle_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), index=True)
    stopped_at: Mapped[datetime]


class ReminderHalt(Base):
    """Nobody is reminded of one circle's sessions, because somebody who organises it wants it so."""

    __tablename__ = "reminder_halt"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), unique=True)
    halted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    halted_at: Mapped[datetime]
