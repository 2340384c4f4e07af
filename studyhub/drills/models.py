"""Scenarios: what everybody inside may know of them, what is secret, and who has seen that."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from studyhub.alerts.models import AlertGroup
from studyhub.db import Base
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.text.searching import kept

TITLE_MAX_CHARS = 120
SYMPTOM_MAX_CHARS, SHOWS_MAX_CHARS, HINTS_MAX_CHARS = 1_000, 4_000, 2_000
ATTACHMENTS_MAX, NAME_MAX_CHARS, ATTACHMENT_MAX_BYTES = 5, 80, 20 * 1024
CAUSE_MAX_CHARS, FIX_MAX_CHARS, SOURCE_MAX_CHARS = 2_000, 4_000, 500


class Difficulty(StrEnum):
    """How hard a scenario is."""

    EASY = "easy"
    USUAL = "usual"
    HARD = "hard"


class Scenario(Base):
    """What everybody inside may know of a scenario: its title, its service, how hard it is. No word of its answer.

    One made from a group of alerts names it.
    """

    __tablename__ = "scenario"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    title: Mapped[str]
    search_text: Mapped[str] = mapped_column(default="")
    difficulty: Mapped[Difficulty] = mapped_column(default=Difficulty.USUAL)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    alert_group_id: Mapped[int | None] = mapped_column(ForeignKey("alert_group.id"), index=True)
    # Makes one scenario of one form, however often it is pressed.
    creation_key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    # Written, changed, or said to be still true, by somebody who has seen the answer.
    confirmed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()
    author: Mapped[User] = relationship()
    alert_group: Mapped[AlertGroup | None] = relationship()

    @validates("title")
    def _make_findable(self, _column: str, title: str) -> str:
        self.search_text = kept(title)
        return title


class ScenarioSecret(Base):
    """What of a scenario is secret, in a table of its own: whatever reads scenarios reads none of it.

    Fetched by `queries.secret` alone, for those who have seen it. A hint is a line. `number` rises with each save.
    """

    __tablename__ = "scenario_secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), unique=True)
    number: Mapped[int] = mapped_column(default=1)
    symptom: Mapped[str]
    # Of the symptom alone: nobody finds a scenario by its cause.
    search_text: Mapped[str] = mapped_column(default="")
    shows: Mapped[str] = mapped_column(default="")
    hints: Mapped[str] = mapped_column(default="")
    cause: Mapped[str]
    fix: Mapped[str]
    source: Mapped[str] = mapped_column(default="")

    @validates("symptom")
    def _make_findable(self, _column: str, symptom: str) -> str:
        self.search_text = kept(symptom)
        return symptom

    @property
    def hint_lines(self) -> list[str]:
        """The hints, in the order in which they are given."""
        return [line.strip() for line in self.hints.splitlines() if line.strip()]


class ScenarioAttachment(Base):
    """A text beside a scenario, such as a log: secret under the condition of its answer, or open to everybody inside.

    Fetched by `queries.attachments` alone.
    """

    __tablename__ = "scenario_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    name: Mapped[str]
    text: Mapped[str]
    is_secret: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class ScenarioSeen(Base):
    """That somebody has seen the answer of a scenario, and may therefore read it and never respond to it."""

    __tablename__ = "scenario_seen"
    __table_args__ = (UniqueConstraint("scenario_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seen_at: Mapped[datetime]
