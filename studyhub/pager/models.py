"""The pager that is told who is on duty, its numbers of people, and what it was told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role

ADDRESS_MAX_CHARS, SECRET_MAX_CHARS, ID_MAX_CHARS, SAID_MAX_CHARS = 500, 200, 20, 300
DAYS_AHEAD, DAYS_MOST = 14, 60
STANDING = text("withdraw_at IS NULL")


class PagerKind(StrEnum):
    """How the pager is told: overrides by its own interface, a signed request, or a calendar that it reads itself."""

    PAGERDUTY = "pagerduty"
    WEBHOOK = "webhook"
    CALENDAR = "calendar"


class Pager(Base):
    """The pager of the organisation, if one is connected: one row. Address and secret are read only to ask it.

    `shown` is as much of them as people may see. One thing at a time is on its way, by whoever holds the lease. After
    failures it rests. `trouble` is a word of `answering`, `said` what the pager itself said of it.
    """

    __tablename__ = "pager"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    kind: Mapped[PagerKind]
    address: Mapped[str] = mapped_column(deferred=True)
    secret: Mapped[str] = mapped_column(deferred=True)
    shown: Mapped[str]
    primary_schedule: Mapped[str] = mapped_column(default="")
    secondary_schedule: Mapped[str] = mapped_column(default="")
    days_ahead: Mapped[int] = mapped_column(default=DAYS_AHEAD)
    connected_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    connected_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None]
    said: Mapped[str] = mapped_column(default="")
    failed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    # When the calendar for it was fetched last, noted once a minute at most.
    fetched_at: Mapped[datetime | None]

    def schedule(self, role: Role) -> str:
        """What the pager calls the schedule of a role; "" where it has none."""
        return {Role.PRIMARY: self.primary_schedule, Role.SECONDARY: self.secondary_schedule}[role]

    def follows(self, role: Role) -> bool:
        """Whether it is told of a role; one that reads a calendar comes for it itself."""
        if self.kind is PagerKind.PAGERDUTY:
            return bool(self.schedule(role))
        return self.kind is PagerKind.WEBHOOK


class PagerPerson(Base):
    """What the pager calls a person."""

    __tablename__ = "pager_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    remote_id: Mapped[str]

    user: Mapped[User] = relationship()


class PagerSpan(Base):
    """Hours of one role in which the pager is to call a person: asked for, confirmed, and taken back again.

    While `withdraw_at` is set and `gone_at` is not, the pager may still call them: of two spans of the same hours it
    follows the one that it confirmed last. `remote_id` is what the pager calls it.
    """

    __tablename__ = "pager_span"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("gone_at IS NULL OR withdraw_at IS NOT NULL", name="gone_once_withdrawn"),
        Index(
            "one_standing_span",
            *("role", "starts_at", "ends_at", "user_id"),
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_pager_span_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    remote_id: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    withdraw_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None]
    trouble: Mapped[str | None]
    said: Mapped[str] = mapped_column(default="")
    failed_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
