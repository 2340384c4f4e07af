"""People and what belongs to one person alone."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from studyhub.db import Base
from studyhub.text.searching import kept, searchable

EMAIL_MAX_CHARS = 254
NAME_MAX_CHARS = 80
NUMBER_MAX_CHARS = 40


class ImpossibleMove(Exception):
    """A state cannot follow the present one."""


class UserState(StrEnum):
    """How somebody belongs: invited people have not signed in yet, pending ones wait for an administrator."""

    INVITED = "invited"
    PENDING = "pending"
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    SUSPENDED = "suspended"
    LEFT = "left"


USER_TRANSITIONS = {
    UserState.INVITED: {UserState.ACTIVE, UserState.LEFT},
    UserState.PENDING: {UserState.ACTIVE, UserState.LEFT},
    UserState.ACTIVE: {UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT},
    UserState.ON_LEAVE: {UserState.ACTIVE, UserState.SUSPENDED, UserState.LEFT},
    UserState.SUSPENDED: {UserState.ACTIVE, UserState.LEFT},
    UserState.LEFT: {UserState.ACTIVE, UserState.INVITED},
}
SIGNS_IN = frozenset({UserState.PENDING, UserState.ACTIVE, UserState.ON_LEAVE})
MEMBERS = frozenset({UserState.ACTIVE, UserState.ON_LEAVE})


class OutsideName(StrEnum):
    """How a person agreed to be named outside the organisation."""

    REAL = "real"
    PEN = "pen"
    ANONYMOUS = "anonymous"

    def covers(self, other: "OutsideName") -> bool:
        """Whether whoever agreed to this agreed to the other too."""
        return NARROWEST_FIRST.index(self) >= NARROWEST_FIRST.index(other)


NARROWEST_FIRST = (OutsideName.ANONYMOUS, OutsideName.PEN, OutsideName.REAL)


class User(Base):
    """A person of the organisation. The address is kept lower-cased; whoever leaves stays as a row.

    So does the account of somebody who had two: `merged_into` is the one they have now.
    """

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("merged_into_id IS NULL OR state = 'left'", name="merged_has_left"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    # The organisation's own number of the person, which stays when name and address change; lists find them by it.
    number: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    kana: Mapped[str] = mapped_column(default="")
    pen_name: Mapped[str] = mapped_column(default="")
    outside_name: Mapped[OutsideName] = mapped_column(default=OutsideName.ANONYMOUS)
    chat_handle: Mapped[str] = mapped_column(default="")
    # Shown to members while this person is on duty and for some hours after, and nowhere else.
    telephone: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")
    # What lists put people in order by: how the name is read, or the name itself, both scripts of syllables alike.
    reading: Mapped[str] = mapped_column(default="")
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    joined_on: Mapped[date | None]
    password_hash: Mapped[str | None]
    state: Mapped[UserState] = mapped_column(default=UserState.ACTIVE)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_editor: Mapped[bool] = mapped_column(default=False)
    is_rota_keeper: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    feed_counter: Mapped[int] = mapped_column(default=0)
    calendar_counter: Mapped[int] = mapped_column(default=0)
    # When they put away what the first page proposes to somebody new.
    first_steps_put_away_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    merged_into: Mapped["User | None"] = relationship(remote_side="User.id")

    @validates("name", "kana", "chat_handle")
    def _make_findable(self, column: str, text: str) -> str:
        # Names come from forms, files and the terminal: here none of them can forget it.
        names = {"name": self.name, "kana": self.kana, "chat_handle": self.chat_handle, column: text}
        name = names.pop("name") or ""
        self.search_text = kept(name, *filter(None, names.values()))
        self.reading = searchable(names["kana"] or name)
        return text

    @property
    def is_member(self) -> bool:
        """Whether this person sees what is inside the organisation."""
        return self.state in MEMBERS

    def move_to(self, state: UserState) -> None:
        """Change the state, or raise ImpossibleMove."""
        if state not in USER_TRANSITIONS[self.state] or self.merged_into_id is not None:
            raise ImpossibleMove(self.state, state)
        self.state = state


class Device(Base):
    """One signed-in browser. Its random key is what the session cookie carries; deleting the row signs it out.

    When it was last used is noted once an hour; when its person last gave their password there, each time.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    user_agent: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class TokenPurpose(StrEnum):
    SETUP = "setup"
    INVITATION = "invitation"
    CONFIRMATION = "confirmation"
    RESET = "reset"
    EMAIL_CHANGE = "email_change"
    API = "api"


class Token(Base):
    """A secret address or code. Used once, until it expires or is revoked.

    Only its hash is kept, and the nonce from which whoever has the installation's secret key derives it again.
    """

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[TokenPurpose]
    scope: Mapped[str] = mapped_column(default="")
    secret_hash: Mapped[str] = mapped_column(unique=True)
    nonce: Mapped[str] = mapped_column(default="")
    counter: Mapped[int] = mapped_column(default=0)
    email: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship(foreign_keys=user_id)


class DayPart(StrEnum):
    """How much of a day: all of it, or from the end of the teams' day to midnight."""

    WHOLE = "whole"
    EVENING = "evening"


class Unavailability(Base):
    """Days on which a person takes nothing on, or rather not, both ends included. The reason is theirs alone.

    With a weekday (Monday is 0) only that day of each week from the first day to the last is meant.
    """

    __tablename__ = "unavailability"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_a_week"),
        Index("ix_unavailability_user_id_ends_on", "user_id", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    weekday: Mapped[int | None]
    part: Mapped[DayPart] = mapped_column(default=DayPart.WHOLE)
    is_rather_not: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
