"""Duties done."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class Duty(StrEnum):
    """What of a session goes into somebody's record."""

    PRESENTED = "presented"
    SCRIBED = "scribed"
    FACILITATED = "facilitated"
    EXAMINED = "examined"
    RESPONDED = "responded"


class DutyEntry(Base):
    """One duty a person did, for the team that was primary then. `source` names the row it came from, once.

    Of a circle that a reader may not see they are told nothing: `meeting_id` says in which session it was done.
    """

    __tablename__ = "duty_entry"
    __table_args__ = (Index("ix_duty_entry_user_id_happened_on", "user_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(unique=True)
    duty: Mapped[Duty]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    happened_on: Mapped[date]
