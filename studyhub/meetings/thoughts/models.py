"""Thoughts and questions on a chapter, who agrees with them, and the private tick for having read it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Chapter
from studyhub.db import Base
from studyhub.people.models import User

UNDO_MINUTES = 60


class ThoughtKind(StrEnum):
    THOUGHT = "thought"
    QUESTION = "question"


class Thought(Base):
    """A short text of one person on a chapter; it goes wherever the chapter goes.

    Taken back, it keeps its row; wiped by an administrator, it keeps its row without the text.
    """

    __tablename__ = "thought"
    __table_args__ = (Index("ix_thought_chapter_id_id", "chapter_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[ThoughtKind]
    text: Mapped[str]
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]

    chapter: Mapped[Chapter] = relationship()
    user: Mapped[User] = relationship()

    def can_be_restored(self, now: datetime) -> bool:
        """Whether taking it back can be undone: for an hour."""
        return self.deleted_at is not None and now < self.deleted_at + timedelta(minutes=UNDO_MINUTES)


class ThoughtLike(Base):
    """One person's 👍 on a thought."""

    __tablename__ = "thought_like"
    __table_args__ = (UniqueConstraint("thought_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thought_id: Mapped[int] = mapped_column(ForeignKey("thought.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)


class ReadTick(Base):
    """That a person has read a chapter. Nobody but that person ever sees it."""

    __tablename__ = "read_tick"
    __table_args__ = (UniqueConstraint("chapter_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    read_at: Mapped[datetime]
