"""Which nightly copies were begun and made."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class NightlyCopy(Base):
    """The copy of one night. The night makes it one, however many workers there are."""

    __tablename__ = "nightly_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
