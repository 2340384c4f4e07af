"""Hours a person has given away."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class CommitmentKind(StrEnum):
    """What keeps somebody: a seat, hours on call, acting on an alert, a night in the shadow of somebody on call."""

    MEETING = "meeting"
    SHIFT = "shift"
    PAGE = "page"
    SHADOW = "shadow"


# Whoever was needed here could not be in a meeting at the same time.
EXCUSING = frozenset({CommitmentKind.SHIFT, CommitmentKind.PAGE, CommitmentKind.SHADOW})


class Commitment(Base):
    """One span of time a person is expected somewhere. `source` names the row it came from, once."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_commitment_user_id_starts_at", "user_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[CommitmentKind]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
