"""Notes, their revisions, what is not saved yet, and what was released outside."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.circles.models import Circle
from studyhub.db import Base
from studyhub.meetings.models import Meeting
from studyhub.people.models import ImpossibleMove, OutsideName, User


class Note(Base):
    """The notes of a meeting, or of a circle without one. Shared inside when `shared_at` is set.

    `uid` is the feed item's id for ever, `slug` the exported file's name; neither follows the title.
    """

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    title: Mapped[str]
    head_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id", use_alter=True))
    shared_at: Mapped[datetime | None] = mapped_column(index=True)
    first_shared_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    circle: Mapped[Circle] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    head: Mapped["Revision | None"] = relationship(foreign_keys=head_id, post_update=True)


class Revision(Base):
    """One saved state of a note: the source, and the HTML rendered from it once.

    `html` is for inside, with internal parts framed; `public_html` is the same without them. `search_text` is what
    is found inside, internal parts too. `dialect` (dialects.py) says by which rules the HTML was made.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    number: Mapped[int]
    title: Mapped[str]
    source: Mapped[str]
    dialect: Mapped[int]
    html: Mapped[str]
    public_html: Mapped[str]
    search_text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]

    author: Mapped[User | None] = relationship()


class WorkingCopy(Base):
    """What a person has typed and not saved yet, with the revision they began from."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("note_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    title: Mapped[str]
    source: Mapped[str]
    saved_at: Mapped[datetime]


class ReleaseState(StrEnum):
    """How far a text is on its way out; superseded by one that was approved after it."""

    REQUESTED = "requested"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETRACTED = "retracted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


_ANSWERS = {ReleaseState.APPROVED, ReleaseState.DECLINED, ReleaseState.WITHDRAWN}
RELEASE_TRANSITIONS = {
    ReleaseState.REQUESTED: {ReleaseState.IN_REVIEW, *_ANSWERS},
    ReleaseState.IN_REVIEW: _ANSWERS,
    ReleaseState.APPROVED: {ReleaseState.RETRACTED, ReleaseState.SUPERSEDED},
}
# Somebody waits for an answer.
OPEN_STATES = (ReleaseState.REQUESTED, ReleaseState.IN_REVIEW)
ASKED_FOR = text(f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})")
OUTSIDE = text("state = 'approved'")


class Release(Base):
    """Exactly the text that leaves, who asked for it, read it and released it. The only way out.

    `tags` leave with it, one a line; `tag_keys` are their folded forms, each with a line end before and behind.
    `circle_title`, `meeting_number` and the ReleaseAuthors are kept when it is approved; until then those of the note
    hold.
    `dialect` (dialects.py) says how `public_source` is read, for the HTML and for exports.
    """

    __tablename__ = "release"
    __table_args__ = (
        Index("one_open_request", "note_id", unique=True, sqlite_where=ASKED_FOR, postgresql_where=ASKED_FOR),
        Index("one_release_outside", "note_id", unique=True, sqlite_where=OUTSIDE, postgresql_where=OUTSIDE),
        Index("ix_release_state_first_approved_at", "state", "first_approved_at"),
        Index("ix_release_state_requested_at", "state", "requested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    state: Mapped[ReleaseState] = mapped_column(default=ReleaseState.REQUESTED)
    title: Mapped[str]
    circle_title: Mapped[str] = mapped_column(default="")
    meeting_number: Mapped[int | None]
    tags: Mapped[str] = mapped_column(default="")
    public_source: Mapped[str]
    dialect: Mapped[int]
    public_html: Mapped[str]
    search_text: Mapped[str]
    tag_keys: Mapped[str]
    sha256: Mapped[str]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    read_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    first_approved_at: Mapped[datetime | None]
    declined_reason: Mapped[str] = mapped_column(default="")
    retracted_at: Mapped[datetime | None]
    retracted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    exported_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(default="")

    note: Mapped[Note] = relationship()
    revision: Mapped[Revision] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=requested_by_id)
    read_by: Mapped[User | None] = relationship(foreign_keys=read_by_id)
    approved_by: Mapped[User | None] = relationship(foreign_keys=approved_by_id)
    retracted_by: Mapped[User | None] = relationship(foreign_keys=retracted_by_id)

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The tags that leave with the text, in order."""
        return tuple(self.tags.splitlines())

    def move_to(self, state: ReleaseState) -> None:
        """Change the state, or raise ImpossibleMove."""
        if state not in RELEASE_TRANSITIONS.get(self.state, set()):
            raise ImpossibleMove(self.state, state)
        self.state = state


class ReleaseAuthor(Base):
    """Somebody who wrote in the note when a text of it was approved, and how they agreed to be named then.

    `name` is what stood on the page that was read; empty for "a participant".
    """

    __tablename__ = "release_author"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    outside_name: Mapped[OutsideName]
    name: Mapped[str]


class Tag(Base):
    """A word notes are found by, as people write it; `key` is its folded form."""

    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class NoteTag(Base):
    """A tag on a note."""

    __tablename__ = "note_tag"
    __table_args__ = (UniqueConstraint("note_id", "tag_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
