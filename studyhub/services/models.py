"""Services with their quirks, and who is how far with them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, validates

from studyhub.db import Base
from studyhub.people.models import ImpossibleMove, User
from studyhub.services.states import MOVES, ReadinessState, Standing, standing
from studyhub.settings import organization
from studyhub.teams.models import Team
from studyhub.text.searching import kept

NAME_MAX_CHARS, SUMMARY_MAX_CHARS, HANDLE_MAX_CHARS = 60, 300, 80
TITLE_MAX_CHARS, BODY_MAX_CHARS = 120, 4_000


def key_of(name: str) -> str:
    """What no two services have: the name, whatever its case."""
    return name.lower()


class Service(Base):
    """Something a team runs. One that is no more keeps its row and its name.

    By day the team is asked: one person, a handle in chat, or both.
    """

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    summary: Mapped[str] = mapped_column(default="")
    runbook_url: Mapped[str] = mapped_column(default="")
    dashboard_url: Mapped[str] = mapped_column(default="")
    repository_url: Mapped[str] = mapped_column(default="")
    contact_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    contact_handle: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    team: Mapped[Team] = relationship()
    contact_user: Mapped[User | None] = relationship()

    @validates("name", "summary")
    def _make_findable(self, column: str, text: str) -> str:
        told = {"name": self.name, "summary": self.summary, column: text}
        self.search_text = kept(told["name"] or "", told["summary"] or "")
        if column == "name":
            self.key = key_of(text)
        return text


class Quirk(Base):
    """One thing to know of a service before touching it. Its words are those of revision `head_number`.

    Whoever wrote or changed it, or pressed "still true", confirmed it.
    """

    __tablename__ = "quirk"
    __table_args__ = (Index("ix_quirk_service_id_position", "service_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    position: Mapped[int]
    head_number: Mapped[int]
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    retired_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()
    confirmed_by: Mapped[User] = relationship()
    head: Mapped["QuirkRevision"] = relationship(
        primaryjoin=lambda: and_(
            foreign(QuirkRevision.quirk_id) == Quirk.id, foreign(QuirkRevision.number) == Quirk.head_number
        ),
        viewonly=True,
        uselist=False,
    )


class QuirkRevision(Base):
    """One saved state of a quirk: title and Markdown, and the HTML made of it once."""

    __tablename__ = "quirk_revision"
    __table_args__ = (UniqueConstraint("quirk_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quirk_id: Mapped[int] = mapped_column(ForeignKey("quirk.id"))
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    search_text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]

    author: Mapped[User] = relationship()


class Readiness(Base):
    """How far a person is with a service, since when, who signed it off, and when they practised last.

    Whoever is ready was signed off; shadowing is whoever has shadowed a night, or was signed off for it.
    """

    __tablename__ = "readiness"
    __table_args__ = (
        UniqueConstraint("service_id", "user_id"),
        CheckConstraint(
            "state != 'ready' OR (signed_off_by_id IS NOT NULL AND signed_off_at IS NOT NULL)", name="signed_off"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    state: Mapped[ReadinessState] = mapped_column(default=ReadinessState.PRACTISING)
    since: Mapped[datetime]
    practised_at: Mapped[datetime]
    signed_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    signed_off_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()
    user: Mapped[User] = relationship(foreign_keys=user_id)

    def standing(self, now: datetime) -> Standing:
        """What is shown of it at a moment, as the organisation counts."""
        return standing(self.state, self.practised_at, now, stale_months=organization.current().stale_months)

    def move_to(self, state: ReadinessState, now: datetime) -> None:
        """Change the state, or raise ImpossibleMove; whoever moves has practised."""
        if state not in MOVES[self.state]:
            raise ImpossibleMove(self.state, state)
        if state is not self.state:
            self.state, self.since = state, now
        self.practised_at = now
