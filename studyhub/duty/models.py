"""Private addresses at which programs, screens and a pager read who is on duty."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base

NAME_MAX_CHARS = 60


class AddressKind(StrEnum):
    """What is read at an address; one of a kind opens nothing of another."""

    PROGRAM = "program"
    SCREEN = "screen"
    CALENDAR = "calendar"


class DutyAddress(Base):
    """One private address. Its secret is derived from the key and `counter`: counting on ends the old one."""

    __tablename__ = "duty_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AddressKind]
    name: Mapped[str]
    counter: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    # Noted every few minutes at most.
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
