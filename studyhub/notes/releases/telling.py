"""Who is told what about a note. The words are in messages.py."""

from datetime import datetime
from typing import Any

from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.notes import queries
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import own_words
from studyhub.people import queries as people
from studyhub.people.models import User


def of_note(note: Note, by: User) -> dict[str, Any]:
    """What every message about a note carries."""
    return {"note_id": note.id, "title": note.title, "circle": note.circle.title, "by": by.name}


def of_release(release: Release, by: User, reason: str = "") -> dict[str, Any]:
    """What every message about a release carries; the title is the one that leaves."""
    return {**of_note(release.note, by), "title": release.title, "release_id": release.id, "reason": reason}


def note_shared(note: Note, *, by: User, now: datetime) -> None:
    """Tell everybody in the circle but whoever shared it. Does not commit."""
    readers = [one.user for one in db.session.scalars(circles.participants(note.circle))]
    key, payload = f"note_shared:{note.id}", of_note(note, by)
    told = [(user, key, payload) for user in readers if user.is_member and user.id != by.id]
    outbox.add_many("note_shared", told, now=now)


def release_requested(release: Release, *, now: datetime) -> None:
    """Tell the editors who may decide about it. Does not commit."""
    own = own_words.owners(release)
    key, payload = f"release_requested:{release.id}", of_release(release, release.requested_by)
    told = [(user, key, payload) for user in db.session.scalars(people.editors()) if user.id not in own]
    outbox.add_many("release_requested", told, now=now)


def release_answered(release: Release, kind: str, *, by: User, now: datetime) -> None:
    """Tell whoever asked what became of it; kind is release_approved, _declined or _retracted. Does not commit."""
    asker = release.requested_by
    if asker.id == by.id or not _may_know_of(asker, release):
        return
    payload = of_release(release, by, release.declined_reason)
    outbox.add(kind, asker, key=f"{kind}:{release.id}", payload=payload, now=now)


def _may_know_of(user: User, release: Release) -> bool:
    """Whether the person may still open the note: whoever left a circle is told no newer title of it."""
    return queries.visible(user, release.note_id) is not None


def retract_asked(release: Release, reason: str, *, by: User, now: datetime) -> None:
    """Tell every editor that an organiser wants a text back. Does not commit."""
    key, payload = f"retract_asked:{release.id}:{by.id}", of_release(release, by, reason)
    told = [(user, key, payload) for user in db.session.scalars(people.editors())]
    outbox.add_many("retract_asked", told, now=now)
