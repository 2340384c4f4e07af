"""Teams and memberships."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User


class Team(Base):
    """A product team that people sit with. A closed one stays as a row without members: its address says so."""

    __tablename__ = "team"
    __table_args__ = (CheckConstraint("merged_into_id IS NULL OR closed_at IS NOT NULL", name="merged_is_closed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="team")
    merged_into: Mapped["Team | None"] = relationship(remote_side="Team.id")


class FormerTeamSlug(Base):
    """A slug a team once had; its address still leads to the team, and no other team gets it."""

    __tablename__ = "former_team_slug"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)

    team: Mapped[Team] = relationship()


PRIMARY = text("is_primary")


class Membership(Base):
    """A person in a team; of several teams one is primary."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("team_id", "user_id"),
        Index("one_primary_team", "user_id", unique=True, sqlite_where=PRIMARY, postgresql_where=PRIMARY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    is_primary: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()
