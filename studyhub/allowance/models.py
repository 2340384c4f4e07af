"""Months that are closed for the allowance, and what was served in them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.models import Swap

REASON_MAX_CHARS = 300


class AllowanceMonth(Base):
    """A month that was closed, named by its first day and cut in wall time of the zone the organisation had then."""

    __tablename__ = "allowance_month"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)
    time_zone: Mapped[str]
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)

    closed_by: Mapped[User] = relationship()


class AllowanceRow(Base):
    """Hours of a shift that somebody served in a closed month; it is never changed.

    A correction is a further row, with who entered it and why: one more (sign 1), or one that is taken back (-1).
    Those by hand say what no swap says.
    """

    __tablename__ = "allowance_row"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("sign IN (1, -1)", name="more_or_less"),
        CheckConstraint("(entered_by_id IS NULL) = (reason = '')", name="corrected_with_a_reason"),
        CheckConstraint("entered_by_id IS NOT NULL OR (sign = 1 AND NOT is_by_hand)", name="closed_as_served"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("allowance_month.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    swap_id: Mapped[int | None] = mapped_column(ForeignKey("swap.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign: Mapped[int] = mapped_column(default=1)
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    # Each page they acted on in these hours, as [start, end] in ISO 8601; the end is None while it still rang.
    responses: Mapped[list[list[str | None]]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    entered_at: Mapped[datetime]

    closed: Mapped[AllowanceMonth] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    shift: Mapped[Shift] = relationship()
    swap: Mapped[Swap | None] = relationship()

    @property
    def is_correction(self) -> bool:
        return self.entered_by_id is not None

    @property
    def minutes(self) -> int:
        """Time that elapsed, whatever clocks showed."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60
