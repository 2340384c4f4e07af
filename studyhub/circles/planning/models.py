"""The table of circles on their way."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class KeptDraft(Base):
    """What one person has typed in the steps of planning so far; nobody else sees it, and it is forgotten in time.

    `key` stands in the address of each step. `made_at` is when a circle was made of it.
    """

    __tablename__ = "kept_draft"
    __table_args__ = (Index("kept_draft_of_person", "user_id", "changed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    content: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    made_at: Mapped[datetime | None]
