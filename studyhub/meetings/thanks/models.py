"""A line of thanks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


class Thanks(Base):
    """What one person says to one presenter of a meeting; said to two it is two rows.

    `is_shown` where the presenter has it on their own page. Taken back, the row is gone.
    """

    __tablename__ = "thanks"
    __table_args__ = (
        CheckConstraint("writer_id <> presenter_id", name="to_somebody_else"),
        UniqueConstraint("meeting_id", "writer_id", "presenter_id", "text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    presenter_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    text: Mapped[str]
    is_shown: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    writer: Mapped[User] = relationship(foreign_keys=writer_id)
    presenter: Mapped[User] = relationship(foreign_keys=presenter_id)
