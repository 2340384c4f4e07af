"""Fetching notes; permission is part of the fetch, and `released` alone knows what may leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.notes.edits.together_models import Presence, has_typed
from studyhub.notes.models import Note, NoteTag, Release, ReleaseState, Revision, Tag, WorkingCopy
from studyhub.notes.rules import Part
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by

# Far longer than any tag; SQLite refuses patterns over 50 000 bytes.
TAG_KEY_MAX_CHARS = 1_000


def visible_to(user: User | None) -> Select[Note]:
    """Notes this person may open inside, each with its newest text and what its page shows; see `is_visible_to`."""
    return _visible_to(readers.is_member(user))


def visible(user: User | None, note_id: int) -> Note | None:
    """A note this person may open inside, or None."""
    return db.session.scalar(_visible(readers.is_member(user)), read_by(user) | {"note_id": note_id})


@kept
def _visible(is_member: bool) -> Select[Note]:
    return _visible_to(is_member).where(Note.id == bindparam("note_id"))


@kept
def _visible_to(is_member: bool) -> Select[Note]:
    return (
        select(Note)
        .where(is_visible(is_member))
        .options(
            joinedload(Note.circle),
            joinedload(Note.meeting).options(joinedload(Meeting.scribe), joinedload(Meeting.facilitator)),
            joinedload(Note.head).joinedload(Revision.author),
        )
    )


def is_visible_to(user: User | None) -> ColumnElement[bool]:
    """Whether this person may open a note inside; to be executed with `read_by` them.

    Shared ones of the circles they see, drafts of those they take part in; scribes see theirs. Visitors see nothing
    here: what is published outside they read through `released`.
    """
    return is_visible(readers.is_member(user))


@kept
def is_visible(is_member: bool) -> ColumnElement[bool]:
    """As `is_visible_to`, for a statement that is kept."""
    if not is_member:
        return Note.id.is_(None)
    is_in_reach = or_(Note.shared_at.is_not(None), meetings.takes_part(Note))
    return and_(circles.is_visible(Note.circle_id, is_member=True), is_in_reach)


@kept
def is_writable() -> ColumnElement[bool]:
    """Whether the reader, a member, may write in a note: of circles and sessions they are in, or as scribe."""
    return and_(circles.is_visible(Note.circle_id, is_member=True), meetings.takes_part(Note))


def part_of(circle: Circle, meeting: Meeting | None, user: User, author_ids: Collection[int] = ()) -> Part:
    """What a person is to the note of a meeting, or of a circle without one."""
    mine = circles.participation(circle, user)
    return part(mine.is_organizer if mine else None, meeting, user, author_ids)


def part(is_organizer: bool | None, meeting: Meeting | None, user: User, author_ids: Collection[int] = ()) -> Part:
    """As `part_of`, where it is known whether the person organises the circle; None for who does not take part."""
    signup = signup_queries.active_signup(meeting, user) if meeting and is_organizer is None else None
    return Part(
        takes_part=is_organizer is not None or (signup is not None and signup.state is SignupState.CONFIRMED),
        is_organizer=bool(is_organizer),
        is_scribe=meeting is not None and meeting.scribe_id == user.id,
        is_author=user.id in author_ids,
    )


def of_meeting(meeting: Meeting) -> Select[Note]:
    """The note of a meeting."""
    return select(Note).where(Note.meeting_id == meeting.id)


def revisions(note: Note) -> Select[Revision]:
    """Every saved state of a note, newest first."""
    return (
        select(Revision)
        .where(Revision.note_id == note.id)
        .options(joinedload(Revision.author))
        .order_by(Revision.number.desc())
    )


def author_ids(note: Note) -> set[int]:
    """Everybody who saved a revision of a note, or typed into the text all share, which others may have saved."""
    saved = select(Revision.author_id).where(Revision.note_id == note.id, Revision.author_id.is_not(None))
    typed = select(Presence.user_id).where(Presence.note_id == note.id, has_typed())
    return {author_id for author_id in db.session.scalars(saved.union(typed)) if author_id is not None}


def working_copy(note: Note, user: User) -> WorkingCopy | None:
    """What a person has typed into a note and not saved yet, or None."""
    return db.session.scalar(_working_copy(), {"note_id": note.id, "user_id": user.id})


@kept
def _working_copy() -> Select[WorkingCopy]:
    is_mine = WorkingCopy.user_id == bindparam("user_id")
    return select(WorkingCopy).where(WorkingCopy.note_id == bindparam("note_id"), is_mine)


def revision(note: Note, revision_id: int | None) -> Revision | None:
    """One saved state of this note, or None when it is another's."""
    return db.session.scalar(revisions(note).where(Revision.id == revision_id))


def numbered_revision(note: Note, number: int) -> Revision | None:
    """The n-th saved state of a note, or None."""
    return db.session.scalar(revisions(note).where(Revision.number == number))


def last_revision_id_of(note: Note, user: User) -> int:
    """The id of the newest revision a person saved in a note; 0 when there is none."""
    mine = select(func.max(Revision.id)).where(Revision.note_id == note.id, Revision.author_id == user.id)
    return db.session.scalar(mine) or 0


def tags_of(note_ids: Collection[int]) -> dict[int, list[str]]:
    """The tags of each of these notes as people write them, in order; a note without any is left out."""
    found: dict[int, list[str]] = {}
    for note_id, name in db.session.execute(_tags(), {"ids": list(note_ids)}):
        found.setdefault(note_id, []).append(name)
    return found


@kept
def _tags() -> Select[int, str]:
    rows = select(NoteTag.note_id, Tag.name).join(Tag, Tag.id == NoteTag.tag_id)
    return rows.where(NoteTag.note_id.in_(bindparam("ids", expanding=True))).order_by(NoteTag.id)


def is_tagged(key: str) -> ColumnElement[bool]:
    """That a note has a tag now."""
    return exists().where(NoteTag.note_id == Note.id, NoteTag.tag_id == Tag.id, Tag.key == key)


def leaves_with_tag(key: str) -> ColumnElement[bool]:
    """That a release has a tag, whatever the note has by now."""
    return Release.tag_keys.contains(f"\n{key[:TAG_KEY_MAX_CHARS]}\n", autoescape=True)


@dataclass(frozen=True)
class Scope:
    """Which part of what was released is asked for; all of it when nothing is named."""

    circle_id: int | None = None
    note_id: int | None = None
    tag_key: str | None = None


@dataclass(frozen=True)
class ReleasedNote:
    """A note as it may be read by whoever asked, internal parts cut. `source` is of the `dialect` (dialects.py).

    `circle` is a plain title with no address unless the circle is open to the reader.
    """

    note_id: int
    uid: str
    slug: str
    title: str
    html: str
    source: str
    dialect: int
    published_at: datetime
    updated_at: datetime
    authors: tuple[str | None, ...]
    circle_id: int
    circle_title: str
    circle_slug: str | None
    meeting_id: int | None
    meeting_number: int | None
    release_id: int | None
    tags: tuple[str, ...] = ()


def outside(scope: Scope) -> Select[Release]:
    """The approved releases, newest first by their first publication."""
    rows = (
        select(Release)
        .join(Release.note)
        .where(Release.state == ReleaseState.APPROVED)
        .options(joinedload(Release.note).joinedload(Note.circle), joinedload(Release.note).joinedload(Note.meeting))
        .order_by(Release.first_approved_at.desc(), Note.id.desc())
    )
    if scope.tag_key is not None:
        rows = rows.where(leaves_with_tag(scope.tag_key))
    return rows.where(*_within(scope))


def inside(user: User, scope: Scope) -> Select[Note]:
    """The shared notes a person may see, newest first by their first sharing; to be executed with `read_by` them."""
    rows = visible_to(user).where(Note.shared_at.is_not(None))
    rows = rows.order_by(Note.first_shared_at.desc(), Note.id.desc())
    if scope.tag_key is not None:
        rows = rows.where(is_tagged(scope.tag_key))
    return rows.where(*_within(scope))


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    wanted = [(Note.circle_id, scope.circle_id), (Note.id, scope.note_id)]
    return [column == value for column, value in wanted if value is not None]


def authors_of(note_ids: Collection[int]) -> dict[int, list[User]]:
    """Who wrote each of these notes, in the order of their first revision."""
    authors: dict[int, list[User]] = {}
    for note_id, user in db.session.execute(_authors(), {"ids": list(note_ids)}):
        known = authors.setdefault(note_id, [])
        if user not in known:
            known.append(user)
    return authors


# Statements that pages ask again and again are built once.
@kept
def _authors() -> Select[int, User]:
    rows = select(Revision.note_id, User).join(User, User.id == Revision.author_id)
    return rows.where(Revision.note_id.in_(bindparam("ids", expanding=True))).order_by(Revision.id)
