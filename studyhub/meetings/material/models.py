"""Links of chapters."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class ChapterLink(Base):
    """One link of a chapter: slides, an article, code. It belongs to the chapter, wherever and by whom it is read."""

    __tablename__ = "chapter_link"
    __table_args__ = (Index("ix_chapter_link_chapter_id_position", "chapter_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    position: Mapped[int]
    title: Mapped[str]
    url: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    added_at: Mapped[datetime]
