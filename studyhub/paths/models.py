"""Paths, their steps, and nights that somebody goes along with whoever is on duty."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.paths.steps import StepKind
from studyhub.people.models import User
from studyhub.services.models import Service

OPEN = text("ended_at IS NULL")
ORDER = tuple(StepKind)


class Path(Base):
    """Somebody's way to their first night for a service. One that is ended keeps its row.

    Whoever has no mentor any more has none until somebody is named; `mentor_since` is when somebody was named last.
    """

    __tablename__ = "path"
    __table_args__ = (
        Index("one_open_path", "user_id", "service_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("mentor_id != user_id", name="somebody_elses_mentor"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    mentor_since: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    user: Mapped[User] = relationship(foreign_keys=user_id)
    service: Mapped[Service] = relationship()
    mentor: Mapped[User | None] = relationship(foreign_keys=mentor_id)
    steps: Mapped[list["PathStep"]] = relationship(order_by="PathStep.position", back_populates="path")

    @property
    def next_step(self) -> "PathStep | None":
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_at is None), None)

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)

    def step(self, kind: StepKind) -> "PathStep":
        """One of its steps."""
        return next(step for step in self.steps if step.kind is kind)


class PathStep(Base):
    """A step of a path. What happened after `since` does it; nobody's name beside `done_at` says that it did.

    `repeats` is how often it was taken again.
    """

    __tablename__ = "path_step"
    __table_args__ = (UniqueConstraint("path_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("path.id"))
    position: Mapped[int]
    kind: Mapped[StepKind]
    due_on: Mapped[date]
    since: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    repeats: Mapped[int] = mapped_column(default=0)

    path: Mapped[Path] = relationship(back_populates="steps")

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over."""
        return self.done_at is None and self.due_on < today


class ShadowNight(Base):
    """Hours in which the newcomer of a path goes along with whoever is on duty. Who that is, the rota says.

    Once it is over it is counted: for the readiness of the newcomer.
    """

    __tablename__ = "shadow_night"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("path.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    planned_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]

    path: Mapped[Path] = relationship()

    @property
    def source(self) -> str:
        """What its hours are called where people's hours are noted."""
        return f"shadow:{self.id}"
