"""Sharing inside, and the way outside that needs two people. Rules: docs/rules.md, Note."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.notes import markdown, queries
from studyhub.notes.internal import cut, has_marker
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.people.models import User


class NotShared(Exception):
    """Only what is shared inside can be asked out."""


class OwnText(Exception):
    """Nobody releases what they wrote."""


class TextChanged(Exception):
    """The text is another than the one that was read."""


class InternalLeft(Exception):
    """A mark of an internal part would leave with the text."""


class NothingToPublish(Exception):
    """Without its internal parts the text is empty."""


def share(note: Note, *, by: User, now: datetime) -> None:
    """Put the note where everybody who may open its circle reads it. Sharing twice is harmless. Does not commit."""
    if note.shared_at is not None:
        return
    note.shared_at = now
    note.first_shared_at = note.first_shared_at or now
    trail.record("note.shared", note, by=by, now=now, circle_id=note.circle_id)


def unshare(note: Note, *, by: User, now: datetime) -> None:
    """Make the note a draft again; what is published outside stays. Does not commit."""
    if note.shared_at is None:
        return
    note.shared_at = None
    trail.record("note.unshared", note, by=by, now=now, circle_id=note.circle_id)


def request(note: Note, *, by: User, now: datetime) -> Release:
    """Ask for the present text to be published. A request that waits already takes up the present text.

    Raises NotShared, InternalLeft, NothingToPublish. Does not commit.
    """
    if note.shared_at is None:
        raise NotShared
    db.session.scalar(select(Note.id).where(Note.id == note.id).with_for_update())
    release = queries.open_request(note)
    if release is None:
        release = Release(note_id=note.id, requested_by_id=by.id, requested_at=now)
        db.session.add(release)
    _take_up(release, _head(note))
    trail.record("release.requested", release, by=by, now=now, circle_id=note.circle_id)
    return release


def follow_edit(note: Note, *, by: User, now: datetime) -> Release | None:
    """After an edit: a request that waits takes up the new text, and a published note asks for review again.

    None when nothing is published or asked for. Does not commit.
    """
    if note.shared_at is None:
        return None
    if queries.open_request(note) is None and queries.release_outside(note) is None:
        return None
    return request(note, by=by, now=now)


def _head(note: Note) -> Revision:
    if note.head is None:
        raise ValueError("A note begins with a revision.")
    return note.head


def _take_up(release: Release, revision: Revision) -> None:
    source = cut(revision.source)
    if has_marker(source):
        raise InternalLeft
    if not source.strip():
        raise NothingToPublish
    release.revision_id, release.title, release.public_source = revision.id, revision.title, source
    release.public_html = markdown.render(source, prefix=f"note-{revision.note_id}")
    release.sha256 = digest(release)


def digest(release: Release) -> str:
    """SHA-256 of exactly what would leave: title, source and HTML."""
    return hashlib.sha256("\0".join([release.title, release.public_source, release.public_html]).encode()).hexdigest()


def approve(release: Release, *, read_sha256: str, by: User, now: datetime) -> Release:
    """Publish exactly the text that was read, in place of the one that is outside. Does not commit.

    Raises OwnText for an author of the note, TextChanged, InternalLeft, ImpossibleMove.
    """
    note = release.note
    db.session.scalar(select(Note.id).where(Note.id == note.id).with_for_update())
    db.session.refresh(release)
    if by.id in queries.author_ids(note) | {release.requested_by_id}:
        raise OwnText
    if not read_sha256 == release.sha256 == digest(release):
        raise TextChanged
    if has_marker(release.public_source):
        raise InternalLeft
    earlier = queries.release_outside(note)
    release.first_approved_at = _first_approved_at(note) or now
    if earlier is not None:
        earlier.move_to(ReleaseState.SUPERSEDED)
        db.session.flush()
    release.move_to(ReleaseState.APPROVED)
    release.approved_by_id, release.approved_at = by.id, now
    trail.record("release.approved", release, by=by, now=now, circle_id=note.circle_id)
    return release


def _first_approved_at(note: Note) -> datetime | None:
    times = select(Release.first_approved_at).where(
        Release.note_id == note.id, Release.first_approved_at.is_not(None)
    )
    return db.session.scalar(times.order_by(Release.first_approved_at).limit(1))


def decline(release: Release, reason: str, *, by: User, now: datetime) -> None:
    """Send the text back with a reason. Raises ImpossibleMove. Does not commit."""
    release.move_to(ReleaseState.DECLINED)
    release.declined_reason, release.read_by_id, release.read_at = reason, by.id, now
    trail.record("release.declined", release, by=by, now=now, circle_id=release.note.circle_id)


def retract(release: Release, *, by: User, now: datetime) -> None:
    """Take a published text back: gone from page, feeds and exports at once. Raises ImpossibleMove. Does not commit."""
    release.move_to(ReleaseState.RETRACTED)
    release.retracted_by_id, release.retracted_at = by.id, now
    trail.record("release.retracted", release, by=by, now=now, circle_id=release.note.circle_id)
