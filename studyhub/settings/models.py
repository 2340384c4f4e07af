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
# Two quarters: in half a year a service has changed so much that nobody should be woken for it unpractised.
STALE_MONTHS, STALE_MONTHS_MIN, STALE_MONTHS_MAX = 6, 1, 36


class Organization(Base):
    """The one organisation of this installation."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(f"feed_items BETWEEN {FEED_ITEMS_MIN} AND {FEED_ITEMS_MAX}", name="feed_items_range"),
        CheckConstraint(f"stale_months BETWEEN {STALE_MONTHS_MIN} AND {STALE_MONTHS_MAX}", name="stale_months_range"),
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
    # So long whoever is ready for a service stays so without practising it.
    stale_months: Mapped[int] = mapped_column(default=STALE_MONTHS)
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
