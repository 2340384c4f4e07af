"""What feeds and exports ask beside the notes themselves: small rows that tell whether something changed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, SQLColumnExpression, and_, exists, func, or_, select

from studyhub.db import db
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes import queries as notes
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.queries import Scope
from studyhub.people.models import User
from studyhub.people.readers import read_by

Rows = list[tuple[Any, ...]]


def texts(reader: User | None, scope: Scope, *, limit: int) -> Rows:
    """What the newest notes of a reader are recognised by, their ids first; another text is another row."""
    if reader is None:
        outside = notes.outside(scope).with_only_columns(Release.note_id, Release.id, Release.approved_at)
        return _rows(outside.limit(limit))
    inside = notes.inside(reader, scope).with_only_columns(Note.id, Note.head_id, Note.first_shared_at, Note.updated_at)
    return _rows(inside.limit(limit), read_by(reader))


def names(note_ids: Collection[int]) -> Rows:
    """Who wrote these notes, and how they are named inside."""
    columns = (Revision.note_id, User.id, User.name)
    rows = select(*columns).join(User, User.id == Revision.author_id).where(Revision.note_id.in_(note_ids))
    return _rows(rows.group_by(*columns).order_by(Revision.note_id, User.id))


def _rows(statement: Executable, asked: Mapping[str, Any] | None = None) -> Rows:
    return [tuple(row) for row in db.session.execute(statement, asked)]


def retracted_at(scope: Scope) -> datetime | None:
    """When a text was last taken back, or approved without the tag it had before; None when that never happened."""
    newest = select(func.max(Release.retracted_at)).where(Release.state == ReleaseState.RETRACTED)
    if scope.circle_id is not None:
        newest = newest.join(Note, Note.id == Release.note_id).where(Note.circle_id == scope.circle_id)
    if scope.tag_key is None:
        return db.session.scalar(newest)
    tagged = notes.leaves_with_tag(scope.tag_key)
    taken_back = db.session.scalar(newest.where(tagged))
    once = select(Release.note_id).where(Release.state == ReleaseState.SUPERSEDED, tagged)
    renewed = select(func.max(Release.approved_at)).where(Release.state == ReleaseState.APPROVED, ~tagged)
    untagged = db.session.scalar(renewed.where(Release.note_id.in_(once)))
    return max(filter(None, [taken_back, untagged]), default=None)


def newer_count(reader: User | None, scope: Scope, moment: datetime, note_id: int) -> int:
    """How many of a reader's notes stand before what follows that note, published at that moment, newest first."""
    if reader is None:
        rows = (
            notes.outside(scope).with_only_columns(Note.id).where(_is_newer(Release.first_approved_at, moment, note_id))
        )
    else:
        rows = notes.inside(reader, scope).with_only_columns(Note.id)
        rows = rows.where(_is_newer(Note.first_shared_at, moment, note_id))
    counted = select(func.count()).select_from(rows.order_by(None).subquery())
    return db.session.scalar(counted, read_by(reader)) or 0


def _is_newer(column: SQLColumnExpression[Any], moment: datetime, note_id: int) -> Any:
    return or_(column > moment, and_(column == moment, Note.id >= note_id))


def sources(note_ids: Collection[int]) -> dict[int, str]:
    """The whole present text of these notes, internal parts too: only to see whether there are any."""
    rows = select(Note.id, Revision.source).join(Revision, Revision.id == Note.head_id).where(Note.id.in_(note_ids))
    return dict(db.session.execute(rows).all())


def addresses(note_ids: Collection[int]) -> dict[int, str]:
    """Where these notes stand on a blog; a later release keeps the address. A note without one is left out."""
    rows = select(Release.note_id, Release.address).where(Release.note_id.in_(note_ids), Release.address != "")
    return dict(db.session.execute(rows.order_by(Release.id)).all())


def taken_back(slugs: Collection[str]) -> list[str]:
    """Those of the exported files' names whose note is one of ours and has no text outside at present, in order."""
    is_outside = exists().where(Release.note_id == Note.id, Release.state == ReleaseState.APPROVED)
    rows = select(Note.slug).where(Note.slug.in_(slugs), ~is_outside).order_by(Note.slug)
    return list(db.session.scalars(rows))


def releases(note_id: int) -> Select[Release]:
    """Every release of a note, oldest first."""
    return select(Release).where(Release.note_id == note_id).order_by(Release.id)


def held_without(circle_id: int, meeting_ids: Collection[int], *, now: datetime) -> Select[Meeting]:
    """The circle's meetings that took place, without these, in order."""
    rows = select(Meeting).where(
        Meeting.circle_id == circle_id,
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.ends_at <= now,
        Meeting.id.not_in(meeting_ids),
    )
    return rows.order_by(Meeting.starts_at, Meeting.id)
