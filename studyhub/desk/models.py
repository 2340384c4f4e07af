"""Who was told that something is stuck, and which notes stay inside for good."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.notes.models import Note
from studyhub.people.models import User


class NudgeKind(StrEnum):
    """What somebody was told that waits for them; what it is about stands in parentheses."""

    # Notes are to be written or shared (a meeting).
    SCRIBE = "scribe"
    # Might this be published? (a note)
    CONSULTATION = "consultation"
    # Another editor is to read a request (a note).
    REVIEW = "review"


class Nudge(Base):
    """An editor told those whose turn it is. About a meeting or a note, as the kind says."""

    __tablename__ = "nudge"
    __table_args__ = (CheckConstraint("(meeting_id IS NULL) != (note_id IS NULL)", name="about_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NudgeKind]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class KeptInside(Base):
    """An editor decided that a note stays inside: nobody is asked about it any more. Taken away by undoing it."""

    __tablename__ = "kept_inside"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]

    note: Mapped[Note] = relationship()
    by: Mapped[User] = relationship()


class BlogSlot(Base):
    """A day on which the blog has room, and the note planned for it. Nothing publishes itself."""

    __tablename__ = "blog_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]


class DeskSettings(Base):
    """After how many days something is stuck too long, stage by stage, and the blog's days of the month.

    One row, once somebody changed them. `slot_days` are numbers with a space between.
    """

    __tablename__ = "desk_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    note_days: Mapped[int]
    sharing_days: Mapped[int]
    asking_days: Mapped[int]
    review_days: Mapped[int]
    blog_days: Mapped[int]
    slot_days: Mapped[str]
