"""The text that people who write in one note at the same time share, and who they are."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.notes.models import Note, Revision
from studyhub.people.models import User


class JointText(Base):
    """What everybody who is writing in a note has typed so far, on top of the revision `base`.

    `step` grows with every change; what lies before `began_step` belonged to people who have left, and is no longer
    in it.
    """

    __tablename__ = "joint_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    source: Mapped[str]
    step: Mapped[int]
    began_step: Mapped[int]

    note: Mapped[Note] = relationship()
    base: Mapped[Revision] = relationship()


class Presence(Base):
    """That a person has a note open to write in it, as of `seen_at`.

    `step` is that of the joint text their working copy holds; 0 when they never typed into it. It is below zero once
    they have thrown their copy away: what they typed may stand in the joint text all the same.
    """

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("note_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seen_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship()


def has_typed() -> ColumnElement[bool]:
    """That somebody who had a note open let what they typed flow into the joint text, whoever saved it."""
    return Presence.step != 0
