"""Bytes of feeds and calendars, kept until what they tell changes."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class FeedFile(Base):
    """One written file under its address. `fingerprint` tells what it was written from, `changed_at` since when."""

    __tablename__ = "feed_file"

    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    etag: Mapped[str]
    changed_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary())
