"""A note of the cast's first meeting, and what people do with it."""

from typing import Any

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release, Revision
from studyhub.notes.releases import releasing
from tests.cast import NOON, Browser, Cast

CANARY = "canary-7f3a"
TEXT = f"First line\n\n:::internal\n{CANARY}\n:::\n\nLast line\n"


def note_of(cast: Cast, source: str = TEXT, title: str = "Goals") -> Note:
    """The note of the first meeting, a draft written by Botan."""
    note = writing.begin(cast.circle, cast.meeting, "Begun", "", by=cast.botan, now=NOON)
    writing.edit(note, head_of(note), title, source, by=cast.botan, now=NOON)
    db.session.commit()
    return note


def head_of(note: Note) -> Revision:
    """The newest revision."""
    assert note.head is not None
    return note.head


def shared_note(cast: Cast, source: str = TEXT, title: str = "Goals") -> Note:
    """As note_of, shared by Aki."""
    note = note_of(cast, source, title)
    releasing.share(note, by=cast.aki, now=NOON)
    db.session.commit()
    return note


def requested(cast: Cast, source: str = TEXT) -> Release:
    """A request of Botan's for the publication of the note."""
    release = releasing.request(shared_note(cast, source), by=cast.botan, now=NOON)
    db.session.commit()
    return release


def published(cast: Cast, source: str = TEXT) -> Release:
    """The note outside, approved by the editor."""
    release = requested(cast, source)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)
    db.session.commit()
    return release


def save(browser: Browser, note: Note, begun_from: Revision, source: str, **fields: Any) -> Any:
    """Press "Save" in an editor that began from a revision."""
    data = {"title": "Goals", "source": source, "base": begun_from.id, "tags": "", "tags_before": "", "save": "1"}
    return browser.post(f"/notes/{note.id}/edit", data={**data, **fields})


LINES = "one\n\ntwo\n\nthree\n"


def told(kind: str) -> set[int | None]:
    """Ids of whom the outbox tells this kind of thing."""
    return set(db.session.scalars(db.select(OutboxMessage.recipient_id).where(OutboxMessage.kind == kind)))
