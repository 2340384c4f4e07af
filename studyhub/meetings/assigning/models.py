"""Which chapter is read in which meeting, and who presents it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Chapter
from studyhub.db import Base
from studyhub.meetings.models import Meeting
from studyhub.people.models import ImpossibleMove, User


class MeetingChapter(Base):
    """A chapter's place in a meeting. A chapter has one place; carrying it over moves the row.

    `is_read_together` belongs to the chapter in this meeting: nobody presents it there. Elsewhere it is as any other.
    `thought_step` grows with all that is said about the chapter, so that pages know whether there is anything new.
    """

    __tablename__ = "meeting_chapter"
    __table_args__ = (Index("ix_meeting_chapter_meeting_id_position", "meeting_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int] = mapped_column(default=0)
    is_read_together: Mapped[bool] = mapped_column(default=False)
    thought_step: Mapped[int] = mapped_column(default=0)

    chapter: Mapped[Chapter] = relationship()
    meeting: Mapped[Meeting] = relationship()


class ChapterCall(Base):
    """That somebody was told once of a chapter that wants a presenter in a meeting.

    Without a person: that at that time all who were to be told on that day had been.
    """

    __tablename__ = "chapter_call"
    __table_args__ = (
        UniqueConstraint("chapter_id", "meeting_id", "user_id"),
        Index("ix_chapter_call_user_id_called_at", "user_id", "called_at"),
        Index("ix_chapter_call_called_at", "called_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    called_at: Mapped[datetime]


class AssignmentState(StrEnum):
    """How far one presenter of one chapter is; the last five are over, covered where somebody else took it over."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    READY = "ready"
    PRESENTED = "presented"
    COVER_WANTED = "cover_wanted"
    DECLINED = "declined"
    GIVEN_BACK = "given_back"
    COVERED = "covered"
    CARRIED_OVER = "carried_over"
    SKIPPED = "skipped"


_OVER = {AssignmentState.GIVEN_BACK, AssignmentState.CARRIED_OVER, AssignmentState.SKIPPED}
ASSIGNMENT_TRANSITIONS: dict[AssignmentState, set[AssignmentState]] = {
    AssignmentState.SUGGESTED: {AssignmentState.ACCEPTED, AssignmentState.DECLINED, *_OVER},
    AssignmentState.ACCEPTED: {
        AssignmentState.READY,
        AssignmentState.PRESENTED,
        AssignmentState.COVER_WANTED,
        *_OVER,
    },
    AssignmentState.READY: {
        AssignmentState.ACCEPTED,
        AssignmentState.PRESENTED,
        AssignmentState.COVER_WANTED,
        *_OVER,
    },
    AssignmentState.COVER_WANTED: {AssignmentState.ACCEPTED, AssignmentState.COVERED, *_OVER},
    AssignmentState.PRESENTED: {AssignmentState.ACCEPTED},
    # Only undoing it within a minute gives back what an organiser took away.
    AssignmentState.GIVEN_BACK: {
        AssignmentState.SUGGESTED,
        AssignmentState.ACCEPTED,
        AssignmentState.READY,
        AssignmentState.COVER_WANTED,
    },
    AssignmentState.DECLINED: {AssignmentState.SUGGESTED},
    # Only undoing a cancellation gives back what that cancellation dropped; one of two of a person it does not.
    AssignmentState.SKIPPED: {
        AssignmentState.GIVEN_BACK,
        AssignmentState.SUGGESTED,
        AssignmentState.ACCEPTED,
        AssignmentState.READY,
        AssignmentState.COVER_WANTED,
    },
}
CURRENT = text("state IN ('suggested', 'accepted', 'ready', 'presented', 'cover_wanted')")
CURRENT_STATES = frozenset(
    {
        AssignmentState.SUGGESTED,
        AssignmentState.ACCEPTED,
        AssignmentState.READY,
        AssignmentState.PRESENTED,
        AssignmentState.COVER_WANTED,
    }
)

WILL_PRESENT = frozenset({AssignmentState.ACCEPTED, AssignmentState.READY})
WILL_PRESENT_OR_DID = WILL_PRESENT | {AssignmentState.PRESENTED}
# The chapter stays with whoever looks for cover until somebody takes it over.
IS_THEIRS = WILL_PRESENT | {AssignmentState.COVER_WANTED}
IS_ASKED_OR_THEIRS = IS_THEIRS | {AssignmentState.SUGGESTED}
IS_OR_WAS_THEIRS = IS_THEIRS | {AssignmentState.PRESENTED}


def has_lapsed(state: AssignmentState, answer_until: datetime | None, now: datetime) -> bool:
    """Whether it is a suggestion that nobody answered in time: the chapter is open to others again."""
    return state is AssignmentState.SUGGESTED and answer_until is not None and now >= answer_until


class Assignment(Base):
    """One presenter of one chapter: a person, or a guest by name. A chapter without a current one is open.

    `basis` is why fairness chose this person (see fairness.Basis), None where somebody chose; while `asks_next`, the
    next person is asked when this one stays silent.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (guest_name IS NULL)", name="person_or_guest"),
        Index(
            "one_current_assignment",
            "chapter_id",
            "user_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index("ix_assignment_chapter_id_state", "chapter_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    guest_name: Mapped[str | None]
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.SUGGESTED)
    reason: Mapped[str] = mapped_column(default="")
    suggested_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    basis: Mapped[dict[str, Any] | None]
    asks_next: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    answer_until: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    chapter: Mapped[Chapter] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=user_id)

    @property
    def presenter_name(self) -> str:
        """The name of the person, or of the guest."""
        return self.user.name if self.user else self.guest_name or ""

    def has_lapsed(self, now: datetime) -> bool:
        """As the function of this name."""
        return has_lapsed(self.state, self.answer_until, now)

    def move_to(self, state: AssignmentState, *, now: datetime) -> None:
        """Change the state, or raise ImpossibleMove."""
        if state not in ASSIGNMENT_TRANSITIONS.get(self.state, set()):
            raise ImpossibleMove(self.state, state)
        self.state = state
        self.changed_at = now
