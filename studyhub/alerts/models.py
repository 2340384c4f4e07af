"""What rang, which service and rule it is of, what was decided about it, and where it comes in."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base
from studyhub.people.models import User
from studyhub.services.models import Service

REASON_MAX_CHARS, DONE_MAX_CHARS, NAME_MAX_CHARS, PATH_MAX_CHARS = 300, 500, 60, 120
KEPT_MONTHS_MIN, KEPT_MONTHS_MAX, KEPT_MONTHS = 3, 60, 25


class AlertSource(StrEnum):
    """How an alert came in."""

    WEBHOOK = "webhook"
    FILE = "file"
    HAND = "hand"


class IntakeKind(StrEnum):
    """In whose manner a program tells of alerts."""

    ALERTMANAGER = "alertmanager"
    JSON = "json"


class DecisionKind(StrEnum):
    """What a team can do about an alert."""

    KEEP = "keep"
    TUNE = "tune"
    AUTOMATE = "automate"
    REMOVE = "remove"
    DRILL = "drill"


class AlertIntake(Base):
    """A private address at which a program tells of alerts; its token is derived from `counter`, and never kept.

    `mapping` says where in a document of another shape things stand: dotted paths by the names of `mapping.FIELDS`.
    """

    __tablename__ = "alert_intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[IntakeKind]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counter: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    # How often it was used in the hour that began then.
    hour_began_at: Mapped[datetime | None]
    hour_count: Mapped[int] = mapped_column(default=0)


class ServiceAlias(Base):
    """Another name under which alerts know a service, taught by the team that runs it."""

    __tablename__ = "service_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    taught_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    taught_at: Mapped[datetime]

    service: Mapped[Service] = relationship()


class AlertGroup(Base):
    """All alerts of one rule for one service: what is decided about, even after its alerts are forgotten."""

    __tablename__ = "alert_group"
    __table_args__ = (UniqueConstraint("service_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    rule: Mapped[str]

    service: Mapped[Service] = relationship()


class Alert(Base):
    """One firing of a rule. `identity` is the same however often and wherever from it is told.

    It has no group while nobody runs a service of the name it came with. Acted on means that somebody did something
    about it; `marked_at` is when that was said, or that nobody did.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint("acted_by_id IS NULL OR is_acted_on", name="acted_by_somebody"),
        Index("ix_alert_group_id_starts_at", "group_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("alert_group.id"))
    rule: Mapped[str]
    service_name: Mapped[str] = mapped_column(default="")
    service_key: Mapped[str] = mapped_column(default="", index=True)
    fingerprint: Mapped[str] = mapped_column(default="")
    labels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    runbook_url: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    # Silenced or inhibited where it came from: it called nobody.
    is_silenced: Mapped[bool] = mapped_column(default=False)
    is_acted_on: Mapped[bool] = mapped_column(default=False)
    acted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    done: Mapped[str] = mapped_column(default="")
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    marked_at: Mapped[datetime | None]
    source: Mapped[AlertSource]
    intake_id: Mapped[int | None] = mapped_column(ForeignKey("alert_intake.id"), index=True)
    received_at: Mapped[datetime]

    group: Mapped[AlertGroup | None] = relationship()
    acted_by: Mapped[User | None] = relationship(foreign_keys=acted_by_id)


class AlertDecision(Base):
    """What a team decided about a group, why, who does it and by when. The newest one holds; earlier ones stay."""

    __tablename__ = "alert_decision"
    __table_args__ = (Index("ix_alert_decision_group_id_decided_at", "group_id", "decided_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("alert_group.id"))
    kind: Mapped[DecisionKind]
    reason: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    due_on: Mapped[date | None]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    decided_at: Mapped[datetime]

    group: Mapped[AlertGroup] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    decided_by: Mapped[User] = relationship(foreign_keys=decided_by_id)


class AlertMonth(Base):
    """How often a group rang in a month, of what was forgotten since, and how often somebody acted on it."""

    __tablename__ = "alert_month"
    __table_args__ = (
        UniqueConstraint("group_id", "month"),
        CheckConstraint("acted BETWEEN 0 AND count", name="acted_on_of_those"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("alert_group.id"))
    # Its first day, on the organisation's clock.
    month: Mapped[date]
    count: Mapped[int]
    acted: Mapped[int]


class AlertSettings(Base):
    """How long alerts are kept: one row, made when somebody first sets it."""

    __tablename__ = "alert_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(f"kept_months BETWEEN {KEPT_MONTHS_MIN} AND {KEPT_MONTHS_MAX}", name="kept_months_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    kept_months: Mapped[int] = mapped_column(default=KEPT_MONTHS)
