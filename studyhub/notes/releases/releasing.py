"""Sharing inside, and the way outside that needs two people. Rules: docs/rules.md, Note."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.notes import queries, tagging
from studyhub.notes.edits.writing import lock
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.releases import accompanying, own_words, release_queries, telling
from studyhub.notes.text import markdown
from studyhub.notes.text.findable import plain
from studyhub.notes.text.internal import cut, has_marker, open_fences, survivors
from studyhub.people.models import ImpossibleMove, User
from studyhub.text.searching import kept

# What a request takes up from a newer revision.
TEXT = (
    "revision_id", "revision", "title", "tags", "tag_keys", "public_source", "dialect", "public_html", "search_text",
    "sha256",
)  # fmt: skip


class NotShared(Exception):
    """Only what is shared inside can be asked out."""


class OwnText(Exception):
    """Nobody releases what they wrote, the tags and the circle's title too."""


class TextChanged(Exception):
    """The text, or what leaves beside it, is another than what was read."""


@dataclass
class InternalLeft(Exception):
    """A mark of an internal part would leave: on these lines of the text, from 1, or in the title or a tag.

    `open_fences` are the lines where code begins that does not end: a mark shown in code counts then.
    """

    lines: tuple[int, ...]
    open_fences: tuple[int, ...] = ()


class NothingToPublish(Exception):
    """Without its internal parts the text is empty, or outside already, word for word and with the same names."""


def share(note: Note, *, by: User, now: datetime) -> None:
    """Put the note where everybody who may open its circle reads it; the first time, tell those who take part.

    Sharing twice is harmless. Does not commit.
    """
    lock(note)
    db.session.refresh(note, ["shared_at", "first_shared_at"])
    if note.shared_at is not None:
        return
    note.shared_at = now
    if note.first_shared_at is None:
        note.first_shared_at = now
        telling.note_shared(note, by=by, now=now)
    trail.record("note.shared", note, by=by, now=now, circle_id=note.circle_id)


def unshare(note: Note, *, by: User, now: datetime) -> None:
    """Make the note a draft again and end a request that waits; what is published outside stays. Does not commit."""
    lock(note)
    if note.shared_at is None:
        return
    note.shared_at = None
    _end_request(note, by=by, now=now)
    trail.record("note.unshared", note, by=by, now=now, circle_id=note.circle_id)


def request(note: Note, *, by: User, now: datetime) -> Release:
    """Ask for the present text to be published. A request that waits already takes up the present text.

    Raises NotShared, InternalLeft, NothingToPublish. Does not commit.
    """
    lock(note)
    if note.shared_at is None:
        raise NotShared
    leaving = preview(note)
    release = release_queries.open_request(note)
    if release is not None:
        _take_up(release, leaving)
        return release
    return _begin_request(leaving, by=by, now=now)


def _begin_request(leaving: Release, *, by: User, now: datetime) -> Release:
    leaving.requested_by_id, leaving.requested_at = by.id, now
    leaving.requested_by = by
    db.session.add(leaving)
    trail.record("release.requested", leaving, by=by, now=now, circle_id=leaving.note.circle_id)
    telling.release_requested(leaving, now=now)
    return leaving


def withdraw_request(note: Note, *, by: User, now: datetime) -> None:
    """Take back the request that waits; what is outside stays. Harmless where none waits. Does not commit."""
    lock(note)
    _end_request(note, by=by, now=now)


def follow_edit(note: Note, *, by: User, now: datetime) -> Release | None:
    """After an edit: a request that waits takes up the new text, and a published note asks for review again.

    None when nothing is published or asked for, or the edit changes nothing that leaves. Raises InternalLeft; then a
    request that waits keeps the text it had. Does not commit.
    """
    if note.shared_at is None:
        return None
    if release_queries.open_request(note) is None and release_queries.outside(note) is None:
        return None
    try:
        return request(note, by=by, now=now)
    except NothingToPublish:
        _end_request(note, by=by, now=now)
        return None


def preview(note: Note) -> Release:
    """What would leave if the note were published now, as a release that is not stored.

    Raises InternalLeft, NothingToPublish.
    """
    leaving = _leaving(note)
    outside = release_queries.outside(note)
    if outside is not None and accompanying.digest(outside) == leaving.sha256:
        raise NothingToPublish
    return leaving


def _leaving(note: Note) -> Release:
    revision = note.head
    if revision is None:
        raise ValueError("A note begins with a revision.")
    left, source = survivors(revision.source), cut(revision.source)
    tags = queries.tags_of([note.id]).get(note.id, [])
    if left.refused or any(has_marker(text) for text in (revision.title, *tags)):
        raise InternalLeft(left.refused, open_fences(revision.source))
    if not source.strip():
        raise NothingToPublish
    return _release_of(note, revision, source, tags)


def _release_of(note: Note, revision: Revision, source: str, tags: list[str]) -> Release:
    html = markdown.render(source, prefix=f"note-{note.id}")
    release = Release(
        note_id=note.id,
        revision_id=revision.id,
        state=ReleaseState.REQUESTED,
        title=revision.title,
        tags="\n".join(tags),
        tag_keys=tagging.keys(tags),
        public_source=source,
        dialect=NEWEST,
        public_html=html,
        search_text=kept(revision.title, plain(html)),
    )
    release.note, release.revision = note, revision
    release.sha256 = accompanying.digest(release)
    return release


def _take_up(release: Release, leaving: Release) -> None:
    for name in TEXT:
        setattr(release, name, getattr(leaving, name))


def _end_request(note: Note, *, by: User, now: datetime) -> None:
    release = release_queries.open_request(note)
    if release is not None:
        release.move_to(ReleaseState.WITHDRAWN)
        trail.record("release.withdrawn", release, by=by, now=now, circle_id=note.circle_id)


def approve(release: Release, *, read_sha256: str, by: User, now: datetime) -> Release:
    """Publish exactly what was read, in place of the one that is outside. Does not commit.

    `read_sha256` is the digest of what was read. Raises OwnText for an author of the note, NotShared, TextChanged,
    InternalLeft and NothingToPublish where the present text cannot follow, ImpossibleMove.
    """
    _lock(release)
    _refuse_own(release, by)
    if release.note.shared_at is None:
        raise NotShared
    if release.revision_id != release.note.head_id:
        # The present text could not follow: that says why.
        preview(release.note)
        raise TextChanged
    # Once, so that nothing changes between the comparison and what is kept.
    read = accompanying.beside(release)
    if read_sha256 != accompanying.digest(release, read):
        raise TextChanged
    if left := survivors(release.public_source, release.dialect).refused:
        raise InternalLeft(left)
    earlier = release_queries.outside(release.note)
    release.first_approved_at = _first_approved_at(release.note) or now
    accompanying.keep(release, read)
    if earlier is not None and earlier is not release:
        earlier.move_to(ReleaseState.SUPERSEDED)
        db.session.flush()
    release.move_to(ReleaseState.APPROVED)
    _read(release, by, now)
    release.approved_by_id, release.approved_at = by.id, now
    trail.record("release.approved", release, by=by, now=now, circle_id=release.note.circle_id)
    telling.release_answered(release, "release_approved", by=by, now=now)
    return release


def _lock(release: Release) -> None:
    lock(release.note)
    db.session.refresh(release)
    db.session.refresh(release.note.circle, ["title", "visibility"])
    if release.note.meeting is not None:
        db.session.refresh(release.note.meeting, ["number"])


def _refuse_own(release: Release, by: User) -> None:
    if own_words.is_own(release, by):
        raise OwnText


def _read(release: Release, by: User, now: datetime) -> None:
    release.read_by_id, release.read_at = by.id, now


def _first_approved_at(note: Note) -> datetime | None:
    times = select(Release.first_approved_at).where(Release.note_id == note.id, Release.first_approved_at.is_not(None))
    return db.session.scalar(times.order_by(Release.first_approved_at).limit(1))


def decline(release: Release, reason: str, *, by: User, now: datetime) -> None:
    """Send the text back with a reason. Raises OwnText, ImpossibleMove. Does not commit."""
    _lock(release)
    _refuse_own(release, by)
    release.move_to(ReleaseState.DECLINED)
    release.declined_reason = reason
    _read(release, by, now)
    trail.record("release.declined", release, by=by, now=now, circle_id=release.note.circle_id)
    telling.release_answered(release, "release_declined", by=by, now=now)


def retract(release: Release, *, by: User, now: datetime) -> None:
    """Take a published text back: gone from page, feeds and exports at once, and with it a newer text that waits.

    Raises ImpossibleMove. Does not commit.
    """
    _lock(release)
    release.move_to(ReleaseState.RETRACTED)
    release.retracted_by_id, release.retracted_at = by.id, now
    _end_request(release.note, by=by, now=now)
    trail.record("release.retracted", release, by=by, now=now, circle_id=release.note.circle_id)
    telling.release_answered(release, "release_retracted", by=by, now=now)


def ask_back(release: Release, reason: str, *, by: User, now: datetime) -> None:
    """Ask the editors to take a published text back; they are told once. Raises ImpossibleMove. Does not commit."""
    if release.state is not ReleaseState.APPROVED:
        raise ImpossibleMove(release.state, ReleaseState.RETRACTED)
    trail.record("release.retraction_asked", release, by=by, now=now, circle_id=release.note.circle_id)
    telling.retract_asked(release, reason, by=by, now=now)
