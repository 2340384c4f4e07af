"""A team's card for a round with its happenings, and help wanted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Circle
from studyhub.db import Base
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import ImpossibleMove, User
from studyhub.sos.moves import MOVES, UNSETTLED, HelpState
from studyhub.teams.models import Team

LINE_MAX_CHARS, TROUBLES_MAX_CHARS, WHAT_MAX_CHARS = 120, 1_000, 200


class Mood(StrEnum):
    """How it goes for a team, in a word."""

    FINE = "fine"
    WORRIED = "worried"
    SHORT_HANDED = "short_handed"


class HappeningKind(StrEnum):
    """What of on call stands on a card by itself."""

    CALLS = "calls"
    RANG = "rang"
    BURNS = "burns"
    SHIFTS = "shifts"


class TeamUpdate(Base):
    """What one team says in one round: a draft until it is handed in. `number` counts how often it was saved.

    `is_by_facilitator` is one that whoever led the round wrote down, of a team that had written none.
    `wants` is help that the next handing in asks for: until then nobody else reads of it.
    """

    __tablename__ = "team_update"
    __table_args__ = (
        UniqueConstraint("meeting_id", "team_id"),
        CheckConstraint("handed_in_at IS NULL OR mood IS NOT NULL", name="handed_in_with_mood"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    number: Mapped[int]
    mood: Mapped[Mood | None]
    line: Mapped[str] = mapped_column(default="")
    troubles: Mapped[str] = mapped_column(default="")
    wants: Mapped[str] = mapped_column(default="")
    wants_by: Mapped[date | None]
    saved_at: Mapped[datetime]
    is_by_facilitator: Mapped[bool] = mapped_column(default=False)
    # The last time: what is changed after the start is late, too.
    handed_in_at: Mapped[datetime | None]
    first_handed_in_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    team: Mapped[Team] = relationship()
    author: Mapped[User] = relationship()
    happenings: Mapped[list["Happening"]] = relationship(order_by=lambda: Happening.position, viewonly=True)

    @property
    def is_late(self) -> bool:
        """Whether it was handed in, or changed, after the round had begun."""
        is_dated = self.meeting.state is not MeetingState.POSTPONED
        return self.handed_in_at is not None and is_dated and self.handed_in_at >= self.meeting.starts_at

    @property
    def was_there_in_time(self) -> bool:
        """Whether there was a card when the round began, whatever was changed of it since."""
        first, is_dated = self.first_handed_in_at, self.meeting.state is not MeetingState.POSTPONED
        return first is not None and (not is_dated or first < self.meeting.starts_at)


class Happening(Base):
    """Something of on call on a card: `about` holds its figures as they were then, `key` what it is of."""

    __tablename__ = "team_update_happening"
    __table_args__ = (UniqueConstraint("update_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(ForeignKey("team_update.id"))
    position: Mapped[int]
    key: Mapped[str]
    kind: Mapped[HappeningKind]
    about: Mapped[dict[str, Any]]
    is_shown: Mapped[bool]


class HelpWanted(Base):
    """Something a team wants help with, from the round in which it was asked until it is settled.

    `became_id` is the study session, or the circle of training, that it turned into.
    """

    __tablename__ = "help_wanted"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (state IN ('open', 'claimed'))", name="closed_when_settled"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_at IS NULL)", name="claimed_by_somebody"),
        CheckConstraint("state <> 'claimed' OR claimed_by_id IS NOT NULL", name="claimed_has_claimer"),
        Index("ix_help_wanted_state_meeting_id", "state", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    what: Mapped[str]
    wanted_by: Mapped[date | None]
    state: Mapped[HelpState] = mapped_column(default=HelpState.OPEN)
    asked_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    claimed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    closed_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    became_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"), index=True)

    meeting: Mapped[Meeting] = relationship()
    team: Mapped[Team] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
    claimed_by: Mapped[User | None] = relationship(foreign_keys=claimed_by_id)
    became: Mapped[Circle | None] = relationship()

    @hybrid_property
    def is_settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state not in UNSETTLED

    @is_settled.inplace.expression
    @classmethod
    def _is_settled(cls) -> ColumnElement[bool]:
        return cls.state.not_in(UNSETTLED)

    def move_to(self, state: HelpState) -> None:
        """Change the state, or raise ImpossibleMove."""
        if state not in MOVES[self.state]:
            raise ImpossibleMove(self.state, state)
        self.state = state
