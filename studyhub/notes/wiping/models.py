"""What was wiped from notes: that it was, and what it is known by when it comes back."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class WipedPassage(Base):
    """That a passage was wiped from a note.

    The passage is kept nowhere: `digest` is made of it with the secret key (passages.py), `length` counts its
    characters with single spaces.
    """

    __tablename__ = "wiped_passage"
    __table_args__ = (UniqueConstraint("note_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    length: Mapped[int]
    digest: Mapped[str]
    wiped_at: Mapped[datetime]
