"""The rota: its rules, its spans, drafts and what is published of them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role, Rules, ShiftKind

NAME_MAX_CHARS = 60
# No shift lasts longer: a day off, longer where clocks go back or a border of the day moved between it and the next.
# What runs is found without reading older ones.
LONGEST = timedelta(hours=50)
# A shift that comes back after it was taken away goes on above what calendars know of it: each publication of a rota
# has numbers of its own, more than a shift changes in between.
NUMBERS = 1000
KEPT = text("discarded_at IS NULL")
OPEN = text("published_at IS NULL AND discarded_at IS NULL")


POINTS_MAX, PARTS_MAX, REST_MAX_HOURS, SERVICES_MAX, CAP_MAX = 100, 4, 14 * 24, 100, 31


def sequence_after(publications: int) -> int:
    """Where the sequence of a shift begins that is new in a rota which was published so often before."""
    return publications * NUMBERS


def _range(name: str, least: int, most: int) -> CheckConstraint:
    return CheckConstraint(f"{name} BETWEEN {least} AND {most}", name=f"{name}_range")


class RotaRules(Base):
    """How the organisation cuts and shares out shifts: one row, made with what PRODUCT's defaults say."""

    __tablename__ = "rota_rules"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("day_begins < day_ends", name="day_before_night"),
        *(_range(name, 0, POINTS_MAX) for name in ("points_weeknight", "points_day_off", "points_special")),
        _range("parts_of_day_off", 1, PARTS_MAX),
        _range("rest_hours", 0, REST_MAX_HOURS),
        _range("services_least", 1, SERVICES_MAX),
        *(_range(name, 1, CAP_MAX) for name in ("shifts_a_month", "days_off_a_month")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    day_begins: Mapped[time] = mapped_column(Time, default=time(10))
    day_ends: Mapped[time] = mapped_column(Time, default=time(19))
    parts_of_day_off: Mapped[int] = mapped_column(default=1)
    points_weeknight: Mapped[int] = mapped_column(default=1)
    points_day_off: Mapped[int] = mapped_column(default=2)
    points_special: Mapped[int] = mapped_column(default=4)
    rest_hours: Mapped[int] = mapped_column(default=48)
    has_secondary: Mapped[bool] = mapped_column(default=True)
    shifts_a_month: Mapped[int | None]
    days_off_a_month: Mapped[int | None]
    # For how many services somebody has to be ready to be in the pool.
    services_least: Mapped[int] = mapped_column(default=1)
    # Whether everybody reads what each has served, or what each team has.
    figures_by_name: Mapped[bool] = mapped_column(default=True)

    @property
    def points(self) -> dict[ShiftKind, int]:
        """What a shift of each kind is worth."""
        return {
            ShiftKind.WEEKNIGHT: self.points_weeknight,
            ShiftKind.DAY_OFF: self.points_day_off,
            ShiftKind.SPECIAL: self.points_special,
        }

    def for_planning(self, zone: str) -> Rules:
        """These rules as the planner takes them, in wall time of a zone. Raises BadRules."""
        return Rules(
            zone=zone,
            day_begins=self.day_begins,
            day_ends=self.day_ends,
            parts_of_day_off=self.parts_of_day_off,
            points=self.points,
            rest=timedelta(hours=self.rest_hours),
            roles=tuple(Role) if self.has_secondary else (Role.PRIMARY,),
            shifts_a_month=self.shifts_a_month,
            days_off_a_month=self.days_off_a_month,
        )


class Rota(Base):
    """A span of days, both ends included, that is planned at once; no two have a day in common.

    One that was discarded before anything of it was published keeps its row and gives its days free.
    """

    __tablename__ = "rota"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index("one_rota_a_day", "starts_on", unique=True, sqlite_where=KEPT, postgresql_where=KEPT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    discarded_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]


class RotaDraft(Base):
    """One plan of a rota from a day on: open, then published or discarded. A published one stays as it was.

    A discarded one keeps its row, without shifts: no later draft may have its number, by which a page says what was
    looked at. `pool` is {"people": ids of those among whom it was shared out, "excused": [id, day, kind, points] of
    each published shift that one of them lost by it, being away}; older drafts have none.
    """

    __tablename__ = "rota_draft"
    __table_args__ = (
        Index("one_open_draft", "rota_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="published_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    from_on: Mapped[date]
    seed: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    published_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    pool: Mapped[dict[str, Any] | None]

    rota: Mapped[Rota] = relationship()


class DraftShift(Base):
    """A shift of a draft in one role: who has it and why, or nobody and why not."""

    __tablename__ = "draft_shift"
    __table_args__ = (UniqueConstraint("draft_id", "starts_at", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("rota_draft.id"))
    day: Mapped[date]
    kind: Mapped[ShiftKind]
    role: Mapped[Role]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    reason: Mapped[dict[str, Any]]


class Shift(Base):
    """A published shift in one role. Who has it is what was published last; swaps lie over it and never change it.

    `sequence` grows with each change of it, as calendars want it.
    """

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("starts_at", "role"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_shift_user_id_starts_at", "user_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rota_id: Mapped[int] = mapped_column(ForeignKey("rota.id"), index=True)
    day: Mapped[date]
    kind: Mapped[ShiftKind]
    role: Mapped[Role]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    points: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[dict[str, Any]]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]

    user: Mapped[User | None] = relationship()
