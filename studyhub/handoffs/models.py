"""Hand-off notes with their texts, the services they name, and the responses that were confirmed with them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from studyhub.alerts.models import Alert
from studyhub.db import Base
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.services.models import Service

BURNS_MAX_CHARS, BODY_MAX_CHARS, WHAT_MAX_CHARS = 200, 4_000, 120


class Handoff(Base):
    """What somebody hands on at the end of their hours of a shift. Its words are those of revision `head_number`.

    `starts_at` and `ends_at` are the hours as they were when it was written. Whoever has the next shift takes it; a
    text that is changed afterwards has to be taken again.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        UniqueConstraint("shift_id", "author_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    head_number: Mapped[int]
    written_at: Mapped[datetime]
    # When the author said from when to when they acted on what rang; until then alerts say.
    responses_confirmed_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    shift: Mapped[Shift] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
    taken_by: Mapped[User | None] = relationship(foreign_keys=taken_by_id)
    head: Mapped["HandoffRevision"] = relationship(
        primaryjoin=lambda: and_(
            foreign(HandoffRevision.handoff_id) == Handoff.id, foreign(HandoffRevision.number) == Handoff.head_number
        ),
        viewonly=True,
        uselist=False,
    )
    services: Mapped[list[Service]] = relationship(
        secondary=lambda: HandoffService.__table__, order_by=Service.key, viewonly=True
    )
    responses: Mapped[list["HandoffResponse"]] = relationship(
        order_by=lambda: (HandoffResponse.starts_at, HandoffResponse.id), viewonly=True
    )

    @property
    def is_burning(self) -> bool:
        """Whether anything still burns."""
        return bool(self.head.burns)


class HandoffRevision(Base):
    """One saved text: in one line what still burns ("": nothing), more in Markdown, and the HTML made of it once."""

    __tablename__ = "handoff_revision"
    __table_args__ = (UniqueConstraint("handoff_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoff.id"))
    number: Mapped[int]
    burns: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    created_at: Mapped[datetime]


class HandoffService(Base):
    """A service that a hand-off is about."""

    __tablename__ = "handoff_service"
    __table_args__ = (UniqueConstraint("handoff_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoff.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)


class HandoffResponse(Base):
    """From when to when the author acted on something: on an alert, or on what they put in a word.

    It has no end while it goes on. An alert is forgotten after some time; the hours stay.
    """

    __tablename__ = "handoff_response"
    __table_args__ = (CheckConstraint("ends_at >= starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoff.id"), index=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id", ondelete="SET NULL"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    what: Mapped[str] = mapped_column(default="")

    alert: Mapped[Alert | None] = relationship(viewonly=True)
