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


# Below, readers who look once a week miss some; above, every answer grows.
FEED_ITEMS_MIN, FEED_ITEMS_MAX = 20, 50


class Organization(Base):
    """The one organisation of this installation."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(f"feed_items BETWEEN {FEED_ITEMS_MIN} AND {FEED_ITEMS_MAX}", name="feed_items_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    registration: Mapped[Registration] = mapped_column(default=Registration.INVITATION)
    domains: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ja")
    time_zone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    feed_items: Mapped[int] = mapped_column(default=FEED_ITEMS_MAX)
    # Whether how much somebody presented is told beyond their own team.
    shows_presentations: Mapped[bool] = mapped_column(default=False)
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
