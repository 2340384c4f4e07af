"""What may be read by whom: the only way a note's text gets into a feed, an export or a public page.

The search alone reads the released text by itself, for the words around what it found.
"""

from collections.abc import Sequence

from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.notes import queries
from studyhub.notes.models import Note, Release
from studyhub.notes.queries import ReleasedNote, Scope
from studyhub.notes.releases import accompanying
from studyhub.notes.text.internal import cut
from studyhub.people.models import User
from studyhub.people.readers import read_by


def released(reader: User | None, scope: Scope = Scope(), *, limit: int, offset: int = 0) -> list[ReleasedNote]:  # noqa: B008 -- a frozen value
    """Notes the reader may have, newest first: None gets the last approved releases, a person the newest shared
    revisions of what they may see. Internal parts are cut in both.
    """
    if reader is None:
        releases = db.session.scalars(queries.outside(scope).limit(limit).offset(offset)).all()
        outside = accompanying.names_outside([release.id for release in releases])
        return [_published(release, outside.get(release.id, [])) for release in releases]
    notes = db.session.scalars(queries.inside(reader, scope).limit(limit).offset(offset), read_by(reader)).all()
    names = queries.authors_of([note.id for note in notes])
    tags = queries.tags_of([note.id for note in notes])
    return [_shared(note, names.get(note.id, []), tags.get(note.id, [])) for note in notes]


def _published(release: Release, authors: Sequence[str | None]) -> ReleasedNote:
    note = release.note
    return ReleasedNote(
        note_id=note.id,
        uid=note.uid,
        slug=note.slug,
        title=release.title,
        html=release.public_html,
        source=release.public_source,
        dialect=release.dialect,
        published_at=release.first_approved_at or release.requested_at,
        updated_at=release.approved_at or release.requested_at,
        authors=tuple(authors),
        circle_id=note.circle_id,
        circle_title=release.circle_title,
        circle_slug=_open_slug(note.circle),
        meeting_id=note.meeting_id,
        meeting_number=release.meeting_number,
        release_id=release.id,
        tags=release.tag_names,
    )


def _open_slug(circle: Circle) -> str | None:
    return circle.slug if circle.visibility is Visibility.PUBLIC else None


def _shared(note: Note, authors: Sequence[User], tags: Sequence[str]) -> ReleasedNote:
    head = note.head
    if head is None or note.first_shared_at is None:
        raise ValueError("A shared note has a revision and a time of sharing.")
    return ReleasedNote(
        note_id=note.id,
        uid=note.uid,
        slug=note.slug,
        title=head.title,
        html=head.public_html,
        source=cut(head.source, head.dialect),
        dialect=head.dialect,
        published_at=note.first_shared_at,
        updated_at=max(note.updated_at, note.first_shared_at),
        authors=tuple(author.name for author in authors),
        circle_id=note.circle_id,
        circle_title=note.circle.title,
        circle_slug=note.circle.slug,
        meeting_id=note.meeting_id,
        meeting_number=note.meeting.number if note.meeting else None,
        release_id=None,
        tags=tuple(tags),
    )
