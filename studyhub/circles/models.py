"""A circle, who takes part, and the book it reads."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Time, UniqueConstraint, and_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.planning.planner import HolidayRule
from studyhub.circles.planning.rhythm import MINUTES_MAX, MINUTES_MIN
from studyhub.circles.toc import LineKind
from studyhub.db import Base
from studyhub.people.models import ImpossibleMove, User

TITLE_MAX_CHARS = 120
DESCRIPTION_MAX_CHARS = 4000


class CircleKind(StrEnum):
    READING = "reading"
    STUDY = "study"
    SOS = "sos"
    DRILL = "drill"


class ReadingName(StrEnum):
    """What a circle that reads calls itself in Japanese; English has one word for both."""

    DOKUSHOKAI = "dokushokai"
    RINDOKUKAI = "rindokukai"

    @classmethod
    def said_in(cls, title: str) -> "ReadingName":
        """The name a title says, 読書会 where it says none."""
        return cls.RINDOKUKAI if "輪読会" in title else cls.DOKUSHOKAI


class Visibility(StrEnum):
    """Who may see it, the most first: everybody, whoever has an account, those in it and those invited."""

    PUBLIC = "public"
    INSIDE = "inside"
    PARTICIPANTS = "participants"


class Format(StrEnum):
    """The way a meeting is held; only the first has a presenter for each chapter."""

    PRESENTED = "presented"
    DISCUSSED = "discussed"
    READ_TOGETHER = "read_together"


class Level(StrEnum):
    """For whom a circle is, as its organisers say."""

    BEGINNERS = "beginners"
    BASICS = "basics"
    DEEP = "deep"


class CircleState(StrEnum):
    """Whether it meets: finished is one that came to its end (完走), ended one that stopped before."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    ENDED = "ended"


CIRCLE_TRANSITIONS = {
    CircleState.RUNNING: {CircleState.PAUSED, CircleState.FINISHED, CircleState.ENDED},
    CircleState.PAUSED: {CircleState.RUNNING, CircleState.FINISHED, CircleState.ENDED},
    CircleState.FINISHED: {CircleState.RUNNING},
    CircleState.ENDED: {CircleState.RUNNING},
}


class Circle(Base):
    """The container of meetings. `creation_key` makes one circle of one form, however often it is pressed."""

    __tablename__ = "circle"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint(f"minutes BETWEEN {MINUTES_MIN} AND {MINUTES_MAX}", name="minutes_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    # The readable address it had before it was for participants only; it still leads those who may see it here.
    former_slug: Mapped[str | None] = mapped_column(index=True)
    creation_key: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    kind: Mapped[CircleKind] = mapped_column(index=True)
    # Of no meaning for those of another kind than reading.
    reading_name: Mapped[ReadingName] = mapped_column(default=ReadingName.DOKUSHOKAI)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.INSIDE)
    format: Mapped[Format] = mapped_column(default=Format.PRESENTED)
    state: Mapped[CircleState] = mapped_column(default=CircleState.RUNNING)
    level: Mapped[Level | None]
    is_open_half_way: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    place: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    has_checkin: Mapped[bool] = mapped_column(default=False)
    # The rhythm: every n weeks, or the nth weekday of a month (-1 the last); both empty for single meetings.
    every_weeks: Mapped[int | None]
    nth_of_month: Mapped[int | None]
    weekday: Mapped[int | None]
    start_time: Mapped[time | None] = mapped_column(Time())
    minutes: Mapped[int] = mapped_column(default=90)
    holiday_rule: Mapped[HolidayRule] = mapped_column(default=HolidayRule.SKIP)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]

    participations: Mapped[list["Participation"]] = relationship(back_populates="circle")
    plans: Mapped[list["ChapterPlan"]] = relationship(back_populates="circle")

    @property
    def takes_checkins(self) -> bool:
        """Whether people check in by code: where it is switched on, and always where anybody may come."""
        return self.has_checkin or self.visibility is Visibility.PUBLIC

    def move_to(self, state: CircleState) -> None:
        """Change the state, or raise ImpossibleMove."""
        if state not in CIRCLE_TRANSITIONS[self.state]:
            raise ImpossibleMove(self.state, state)
        self.state = state


class ParticipationRole(StrEnum):
    PARTICIPANT = "participant"
    LISTENER = "listener"


STILL_IN = text("left_at IS NULL")


class Participation(Base):
    """A person in a circle, from joining to leaving. Rejoining makes a new row: nothing that happened is lost.

    `calendar_counter` is part of the address of their private calendar of the circle: counting on makes another one.
    """

    __tablename__ = "participation"
    __table_args__ = (
        Index(
            "one_active_participation",
            "circle_id",
            "user_id",
            unique=True,
            sqlite_where=STILL_IN,
            postgresql_where=STILL_IN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[ParticipationRole] = mapped_column(default=ParticipationRole.PARTICIPANT)
    is_organizer: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    calendar_counter: Mapped[int] = mapped_column(default=0)

    circle: Mapped[Circle] = relationship(back_populates="participations")
    user: Mapped[User] = relationship()

    @hybrid_property
    def is_present(self) -> bool:
        """Whether the person is still in the circle."""
        return self.left_at is None

    @is_present.inplace.expression
    @classmethod
    def _is_present(cls) -> ColumnElement[bool]:
        return cls.left_at.is_(None)


class CircleInvitation(Base):
    """A person asked into a circle; it lets them see one that is for participants only."""

    __tablename__ = "circle_invitation"
    __table_args__ = (UniqueConstraint("circle_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=user_id)
    invited_by: Mapped[User] = relationship(foreign_keys=invited_by_id)
    circle: Mapped[Circle] = relationship()


class Book(Base):
    """A book a circle reads."""

    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    authors: Mapped[str] = mapped_column(default="")
    publisher: Mapped[str] = mapped_column(default="")
    isbn: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")


STILL_OPEN = text("closed_at IS NULL")


class ChapterPlan(Base):
    """The chapters of one book in one circle. Changing the book closes it and opens the next version."""

    __tablename__ = "chapter_plan"
    __table_args__ = (
        UniqueConstraint("circle_id", "version"),
        Index("one_open_chapter_plan", "circle_id", unique=True, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    book_id: Mapped[int] = mapped_column(ForeignKey("book.id"))
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    circle: Mapped[Circle] = relationship(back_populates="plans")
    book: Mapped[Book] = relationship()
    chapters: Mapped[list["Chapter"]] = relationship(back_populates="plan", order_by="Chapter.position")


class Chapter(Base):
    """A chapter as the book prints it: `number` and `page` as printed, `pages` a count, each None when unknown."""

    __tablename__ = "chapter"
    __table_args__ = (
        CheckConstraint("pages IS NULL OR pages >= 0", name="pages_not_negative"),
        Index("ix_chapter_plan_id_position", "plan_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("chapter_plan.id"))
    position: Mapped[int]
    kind: Mapped[LineKind] = mapped_column(default=LineKind.CHAPTER)
    number: Mapped[str | None]
    title: Mapped[str]
    part: Mapped[str | None]
    page: Mapped[int | None]
    pages: Mapped[int | None]
    is_read_before: Mapped[bool] = mapped_column(default=False)
    skipped_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("chapter.id"))

    plan: Mapped[ChapterPlan] = relationship(back_populates="chapters")

    @hybrid_property
    def is_to_read(self) -> bool:
        """Whether it is one of the plan's chapters: neither left out nor part of another one."""
        return self.skipped_at is None and self.merged_into_id is None

    @is_to_read.inplace.expression
    @classmethod
    def _is_to_read(cls) -> ColumnElement[bool]:
        return and_(cls.skipped_at.is_(None), cls.merged_into_id.is_(None))
