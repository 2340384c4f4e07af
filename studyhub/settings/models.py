"""The organisation and its closed days."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base


class Registration(StrEnum):
    """Who may make an account."""

    INVITATION = "invitation"
    DOMAIN = "domain"
    OPEN = "open"


class Organization(Base):
    """The one organisation of this installation."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("feed_items BETWEEN 20 AND 50", name="feed_items_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    registration: Mapped[Registration] = mapped_column(default=Registration.INVITATION)
    domains: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ja")
    time_zone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    feed_items: Mapped[int] = mapped_column(default=50)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class ClosedDay(Base):
    """Days on which the whole organisation is closed, both ends included; special ones count as 特別日."""

    __tablename__ = "closed_day"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_special: Mapped[bool] = mapped_column(default=False)
