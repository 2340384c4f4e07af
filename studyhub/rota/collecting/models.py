"""What was asked, of whom, and who answered. What they answer stands with their days away and nowhere else."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User


class Collection(Base):
    """Days away of a span, both ends included, that people are asked for until a day is over."""

    __tablename__ = "collection"
    __table_args__ = (
        UniqueConstraint("starts_on", "ends_on", "answer_on"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # The last day to answer, and the moment at which it is over.
    answer_on: Mapped[date]
    answer_until: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]


class CollectionAnswer(Base):
    """Somebody who was asked; without a moment they have not answered yet."""

    __tablename__ = "collection_answer"
    __table_args__ = (UniqueConstraint("collection_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    answered_at: Mapped[datetime | None]

    collection: Mapped[Collection] = relationship()
    user: Mapped[User] = relationship()
