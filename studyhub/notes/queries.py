"""Fetching notes; permission is part of the fetch, and `released` alone knows what may leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.notes.models import Note, Release, ReleaseState, Revision, WorkingCopy
from studyhub.people.models import User

OPEN_REQUESTS = (ReleaseState.REQUESTED, ReleaseState.IN_REVIEW)


def visible_to(user: User | None) -> Select[Note]:
    """Notes this person may open inside: shared ones of the circles they see, drafts of those they take part in.

    Visitors see nothing here; what is published outside they read through `released`.
    """
    notes = select(Note).options(
        joinedload(Note.circle), joinedload(Note.meeting), joinedload(Note.head).joinedload(Revision.author)
    )
    if user is None or not user.is_member:
        return notes.where(Note.id.is_(None))
    return notes.where(Note.circle_id.in_(circles.visible_ids(user)), or_(Note.shared_at.is_not(None), _is_writer(user)))


def writable_by(user: User) -> Select[Note]:
    """Notes this person may write in: those of circles and meetings they take part in."""
    return visible_to(user).where(_is_writer(user))


def _is_writer(user: User) -> ColumnElement[bool]:
    takes_part = exists().where(
        Participation.circle_id == Note.circle_id, Participation.user_id == user.id, Participation.left_at.is_(None)
    )
    signed_up = exists().where(
        Signup.meeting_id == Note.meeting_id, Signup.user_id == user.id, Signup.state == SignupState.CONFIRMED
    )
    return or_(takes_part, signed_up)


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
    """Everybody who saved a revision of a note."""
    ids = select(Revision.author_id).where(Revision.note_id == note.id, Revision.author_id.is_not(None)).distinct()
    return {author_id for author_id in db.session.scalars(ids) if author_id is not None}


def working_copy(note: Note, user: User) -> WorkingCopy | None:
    """What a person has typed into a note and not saved yet, or None."""
    mine = select(WorkingCopy).where(WorkingCopy.note_id == note.id, WorkingCopy.user_id == user.id)
    return db.session.scalar(mine)


def open_request(note: Note) -> Release | None:
    """The request for publication that waits for an answer, or None."""
    return db.session.scalar(select(Release).where(Release.note_id == note.id, Release.state.in_(OPEN_REQUESTS)))


def release_outside(note: Note) -> Release | None:
    """The text of a note that people outside read at present, or None."""
    return db.session.scalar(
        select(Release).where(Release.note_id == note.id, Release.state == ReleaseState.APPROVED)
    )


def latest_release(note: Note) -> Release | None:
    """The newest release of any state: what the steps of publication show."""
    return db.session.scalar(select(Release).where(Release.note_id == note.id).order_by(Release.id.desc()).limit(1))


@dataclass(frozen=True)
class Scope:
    """Which part of what was released is asked for; all of it when nothing is named."""

    circle_id: int | None = None


@dataclass(frozen=True)
class ReleasedNote:
    """A note as it may be read by whoever asked, internal parts cut.

    `circle` is a plain title with no address unless the circle is open to the reader.
    """

    note_id: int
    uid: str
    slug: str
    title: str
    html: str
    source: str
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
    return rows if scope.circle_id is None else rows.where(Note.circle_id == scope.circle_id)


def inside(user: User, scope: Scope) -> Select[Note]:
    """The shared notes a person may see, newest first by their first sharing."""
    rows = visible_to(user).where(Note.shared_at.is_not(None))
    rows = rows.order_by(Note.first_shared_at.desc(), Note.id.desc())
    return rows if scope.circle_id is None else rows.where(Note.circle_id == scope.circle_id)


def authors_of(note_ids: Sequence[int]) -> dict[int, list[User]]:
    """Who wrote each of these notes, in the order of their first revision."""
    rows = (
        select(Revision.note_id, User)
        .join(User, User.id == Revision.author_id)
        .where(Revision.note_id.in_(note_ids))
        .order_by(Revision.id)
    )
    authors: dict[int, list[User]] = {}
    for note_id, user in db.session.execute(rows):
        known = authors.setdefault(note_id, [])
        if user not in known:
            known.append(user)
    return authors


def circle_of(slug: str, user: User | None) -> Select[Circle]:
    """The circle of that name, if it is open to the reader."""
    return circles.visible_to(user).where(Circle.slug == slug)
