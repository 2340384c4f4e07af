"""Swaps that lie over published shifts, from the moment somebody asks for one."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role, ShiftKind

WORDS_MAX_CHARS = 500
OPEN = text("accepted_at IS NULL AND withdrawn_at IS NULL")


class SwapKind(StrEnum):
    """How hours change hands: given, exchanged for others, covered while they run, taken where nobody had them.

    Vacated are hours that nobody has any more, though a swap gave them to somebody.
    """

    GIVE = "give"
    EXCHANGE = "exchange"
    COVER_NOW = "cover_now"
    TAKE = "take"
    VACATE = "vacate"


class SwapState(StrEnum):
    """Where a swap stands, by its moments."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class Swap(Base):
    """Hours of a shift that somebody gives and somebody takes; until it is accepted whoever gives has them.

    The giver is None where the hours were vacant, the taker where nobody took them yet or nobody has them any more.
    Several swaps of the same hours lie over each other in the order in which they were accepted. Of an exchange each
    half has a row, which name each other; before it is accepted one stands alone, with the shift asked for in return.
    """

    __tablename__ = "swap"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("undone_at IS NULL OR accepted_at IS NOT NULL", name="undone_after_accepted"),
        CheckConstraint("withdrawn_at IS NULL OR accepted_at IS NULL", name="withdrawn_or_accepted"),
        Index("ix_swap_open", "starts_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    kind: Mapped[SwapKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    # Another than who gives asked on their behalf.
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
    in_return_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"), index=True)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("swap.id"), index=True)
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    # When it was told that nobody took it.
    unanswered_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship(foreign_keys=[shift_id])
    in_return: Mapped[Shift | None] = relationship(foreign_keys=[in_return_id])
    giver: Mapped[User | None] = relationship(foreign_keys=[giver_id])
    taker: Mapped[User | None] = relationship(foreign_keys=[taker_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    @property
    def state(self) -> SwapState:
        """Where it stands; an undone one was accepted before."""
        if self.undone_at is not None:
            return SwapState.UNDONE
        if self.accepted_at is not None:
            return SwapState.ACCEPTED
        return SwapState.WITHDRAWN if self.withdrawn_at is not None else SwapState.ASKED


class SwapAsk(Base):
    """One person who was asked to take the hours of a swap; of several the first who accepts has them."""

    __tablename__ = "swap_ask"
    __table_args__ = (UniqueConstraint("swap_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    swap_id: Mapped[int] = mapped_column(ForeignKey("swap.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]

    swap: Mapped[Swap] = relationship()
    user: Mapped[User] = relationship()


class DroppedHours(Base):
    """Hours that somebody had of a shift which is planned no more and was swapped: calendars cancel them.

    `sequence` is above every one that calendars had of them.
    """

    __tablename__ = "dropped_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    day: Mapped[date]
    kind: Mapped[ShiftKind]
    role: Mapped[Role]
    shift_starts_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int]
    dropped_at: Mapped[datetime]

    user: Mapped[User] = relationship()
