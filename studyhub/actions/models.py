"""What was decided in a circle, and what somebody is to do until when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement, and_

from studyhub.circles.models import Circle
from studyhub.db import Base
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

TEXT_MAX_CHARS, REASON_MAX_CHARS = 300, 200


class Decision(Base):
    """What a circle decided, in a session, in a note, or both; dropped, it keeps its row and its reason.

    `line` is the line of the note it was made from, folded, so that it is not suggested again; empty without one.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_circle_id_id", "circle_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), index=True)
    text: Mapped[str]
    search_text: Mapped[str]
    line: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    dropped_reason: Mapped[str] = mapped_column(default="")

    circle: Mapped[Circle] = relationship()
    meeting: Mapped[Meeting | None] = relationship()

    @hybrid_property
    def stands(self) -> bool:
        """Whether it was not dropped."""
        return self.dropped_at is None

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        return cls.dropped_at.is_(None)


class Action(Base):
    """Something to do, by one person or nobody yet, open until it is done or dropped.

    `due_on` is a day in the circle's zone. `former_owner_id` is who had it and went, while nobody has it.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name="done_or_dropped"),
        CheckConstraint("owner_id IS NULL OR former_owner_id IS NULL", name="one_owner"),
        Index("ix_action_circle_id_id", "circle_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), index=True)
    text: Mapped[str]
    search_text: Mapped[str]
    line: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    former_owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    due_on: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    dropped_at: Mapped[datetime | None]
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    dropped_reason: Mapped[str] = mapped_column(default="")

    circle: Mapped[Circle] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    former_owner: Mapped[User | None] = relationship(foreign_keys=former_owner_id)

    @hybrid_property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.done_at is None and self.dropped_at is None

    @is_open.inplace.expression
    @classmethod
    def _is_open(cls) -> ColumnElement[bool]:
        return and_(cls.done_at.is_(None), cls.dropped_at.is_(None))

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not done."""
        return self.is_open and self.due_on is not None and self.due_on < today
