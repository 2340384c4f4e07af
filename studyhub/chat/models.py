"""Incoming webhooks of circles and teams, what is on its way to them, and what chat knows of sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Circle
from studyhub.db import Base
from studyhub.delivery.models import DeliveryState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes.models import Note
from studyhub.teams.models import Team


class ChatForm(StrEnum):
    """In whose manner a webhook takes a text."""

    SLACK = "slack"
    MATTERMOST = "mattermost"
    DISCORD = "discord"


class Webhook(Base):
    """Where a circle or a team has its chat told. The address is a secret: it is read only to send.

    `shown` is as much of it as people may see, `host` its server. One post at a time is on its way, by whoever
    holds the lease. After failures it rests; once it is stopped, nothing is sent until a test goes well. `trouble` is a
    word of `answering`.
    """

    __tablename__ = "webhook"
    __table_args__ = (CheckConstraint("(circle_id IS NULL) <> (team_id IS NULL)", name="circle_or_team"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str]
    form: Mapped[ChatForm]
    address: Mapped[str] = mapped_column(deferred=True)
    host: Mapped[str]
    shown: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None]
    failed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    circle: Mapped[Circle | None] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def owner(self) -> Circle | Team:
        """The circle or the team it is of."""
        owner = self.circle or self.team
        if owner is None:
            raise ValueError(f"Webhook {self.id} is neither a circle's nor a team's.")
        return owner


class ChatHost(Base):
    """A server of chats that gave no answer, and until when nothing is sent to it; as long as it gives none."""

    __tablename__ = "chat_host"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime] = mapped_column(index=True)
    rests_until: Mapped[datetime]


class PostKind(StrEnum):
    """What a post tells of."""

    DAY = "day_before"
    CHAPTERS = "chapters_wanted"
    NOTES = "notes_shared"
    CHANGE = "changed"
    DUTY = "shift_begun"


class ChatPost(Base):
    """Something to be told by one webhook, decided on once: the key makes it one. Its words are found when it is sent.

    `starts_at` is the start a session had when it was decided on; after `until` nobody needs it any more.
    """

    __tablename__ = "chat_post"
    __table_args__ = (Index("ix_chat_post_webhook_id_state", "webhook_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    kind: Mapped[PostKind]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime | None]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    until: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    note: Mapped[Note | None] = relationship()


class KnownSession(Base):
    """A session soon as those who read chat know it; where it is otherwise by now, they are told."""

    __tablename__ = "known_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), unique=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[MeetingState]

    meeting: Mapped[Meeting] = relationship()
