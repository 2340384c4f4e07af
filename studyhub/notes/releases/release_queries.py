"""Fetching the requests and releases of a note."""

from sqlalchemy import BindParameter, Select, exists, select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState


def of_note(note_id: int | BindParameter[int]) -> Select[Release]:
    """Every release of a note, newest first, with its note and whoever asked and approved."""
    rows = select(Release).where(Release.note_id == note_id)
    loaded = rows.options(
        joinedload(Release.note).joinedload(Note.circle),
        joinedload(Release.note).joinedload(Note.meeting),
        joinedload(Release.requested_by),
        joinedload(Release.approved_by),
    )
    return loaded.order_by(Release.id.desc())


def open_request(note: Note) -> Release | None:
    """The request for publication that waits for an answer, or None."""
    return db.session.scalar(of_note(note.id).where(Release.state.in_(OPEN_STATES)))


def outside(note: Note) -> Release | None:
    """The text of a note that people outside read at present, or None."""
    return db.session.scalar(of_note(note.id).where(Release.state == ReleaseState.APPROVED))


def approved_before(release: Release) -> Release | None:
    """The text approved last before this one was, whatever became of it since, or None."""
    earlier = of_note(release.note_id).where(Release.id != release.id, Release.approved_at.is_not(None))
    if release.approved_at is not None:
        earlier = earlier.where(Release.approved_at <= release.approved_at)
    return db.session.scalar(earlier.order_by(None).order_by(Release.approved_at.desc(), Release.id.desc()).limit(1))


def was_retracted(note_id: int) -> bool:
    """Whether a text of this note was outside once and has been taken back."""
    taken_back = exists().where(Release.note_id == note_id, Release.state == ReleaseState.RETRACTED)
    return bool(db.session.scalar(select(taken_back)))
