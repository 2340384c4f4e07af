"""What one presenter proposes to another person."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Chapter
from studyhub.db import Base
from studyhub.people.models import ImpossibleMove, User


class ProposalState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


OPEN = text("state = 'asked'")


class Proposal(Base):
    """That somebody asked to present `chapter` in their stead, for `for_chapter` or for nothing, and what came of it.

    Nothing changes until it is accepted. It ended by itself where nobody answered in time, or the chapters changed.
    """

    __tablename__ = "chapter_proposal"
    __table_args__ = (
        Index("one_open_proposal", "chapter_id", "proposer_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_chapter_proposal_asked_id_state", "asked_id", "state"),
        Index("ix_chapter_proposal_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    for_chapter_id: Mapped[int | None] = mapped_column(ForeignKey("chapter.id"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.ASKED)
    answer_until: Mapped[datetime]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    chapter: Mapped[Chapter] = relationship(foreign_keys=chapter_id)
    for_chapter: Mapped[Chapter | None] = relationship(foreign_keys=for_chapter_id)
    proposer: Mapped[User] = relationship(foreign_keys=proposer_id)
    asked: Mapped[User] = relationship(foreign_keys=asked_id)

    def end(self, state: ProposalState, *, now: datetime) -> None:
        """Say what came of it, once. Raises ImpossibleMove."""
        if self.state is not ProposalState.ASKED:
            raise ImpossibleMove(self.state, state)
        self.state, self.ended_at = state, now
