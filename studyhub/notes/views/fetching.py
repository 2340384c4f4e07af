"""What a reader may have of notes: 404 for what is not theirs to know of, 403 for what they see but cannot change."""

from flask import abort

from studyhub.db import db
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.notes import queries
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.notes.releases import release_queries
from studyhub.notes.rules import Part, can_wipe
from studyhub.web.guards.auth import current_user


def visible_note(note_id: int) -> Note:
    """A note the reader may open inside; 404 otherwise."""
    return queries.visible(current_user(), note_id) or abort(404)


def part_in(note: Note) -> Part:
    """What the reader is to a note."""
    return queries.part_of(note.circle, note.meeting, current_user(), queries.author_ids(note))


def writable_note(note_id: int) -> Note:
    """A note the reader may write in; 404 or 403 otherwise."""
    note = visible_note(note_id)
    if not part_in(note).can_write:
        abort(403)
    return note


def shareable_note(note_id: int) -> Note:
    """A note the reader may share inside; 404 or 403 otherwise."""
    note = visible_note(note_id)
    if not part_in(note).can_share:
        abort(403)
    return note


def wipeable_note(note_id: int) -> Note:
    """A note from which the reader may wipe something: as an organiser of its circle, or an administrator."""
    note = visible_note(note_id)
    if not can_wipe(current_user(), part_in(note)):
        abort(403)
    return note


def writable_meeting(meeting_id: int) -> Meeting:
    """A meeting whose note the reader may begin; 404 or 403 otherwise."""
    meeting: Meeting = meetings.visible(current_user(), meeting_id) or abort(404)
    if not queries.part_of(meeting.circle, meeting, current_user()).can_write:
        abort(403)
    return meeting


def readable_release(note_id: int, release_id: int) -> Release:
    """A release of a note, for whoever may open the note, and for editors but what was taken back; 404 otherwise."""
    user = current_user()
    release: Release = db.one_or_404(release_queries.of_note(note_id).where(Release.id == release_id))
    if not user.is_editor or release.state is ReleaseState.WITHDRAWN:
        visible_note(note_id)
    return release


def decidable_release(note_id: int, release_id: int) -> Release:
    """A release the reader may decide about, being an editor; 404 when they may not know of it, 403 otherwise."""
    release = readable_release(note_id, release_id)
    if not current_user().is_editor:
        abort(403)
    return release
