"""Writing a note together: every save is a revision, and two saves at once are merged. Rules: docs/rules.md, Note."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes import queries
from studyhub.notes.models import Note, Revision, WorkingCopy
from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.text import markdown
from studyhub.notes.text.findable import plain
from studyhub.notes.text.internal import cut
from studyhub.notes.text.merging import Merged, merge
from studyhub.people.models import User
from studyhub.text.searching import kept


@dataclass
class EditConflict(Exception):
    """Both changed the same lines, or both the title.

    `merged` shows both texts, `head` is what was saved meanwhile; `title` is mine, or theirs where I kept it.
    """

    merged: Merged
    head: Revision
    title: str

    @property
    def is_title_disputed(self) -> bool:
        """Whether both gave the note a new title, each another one."""
        return self.title != self.head.title


def begin(circle: Circle, meeting: Meeting | None, title: str, source: str, *, by: User, now: datetime) -> Note:
    """The note of a meeting, made from a filled template if there is none yet. Does not commit."""
    if meeting is not None:
        # One note a meeting: the lock lets two people who begin at once begin the same one.
        db.session.scalar(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())
        if (existing := db.session.scalar(queries.of_meeting(meeting))) is not None:
            return existing
    note = Note(
        uid=f"urn:uuid:{uuid.uuid4()}",
        slug=f"note-{secrets.token_hex(5)}",
        circle_id=circle.id,
        meeting_id=meeting.id if meeting else None,
        title=title,
        created_at=now,
        updated_at=now,
    )
    note.circle = circle
    note.meeting = meeting
    db.session.add(note)
    db.session.flush()
    _add_revision(note, title, source, by=None, now=now)
    return note


def edit(note: Note, base: Revision, title: str, source: str, *, by: User, now: datetime) -> Revision:
    """Save a text that began from `base`: on top of it, or merged with what was saved meanwhile.

    Unchanged text makes no revision; the present one is handed back. Raises EditConflict when both changed the same
    lines or the title, SourceTooLong. Does not commit.
    """
    head = _lock_head(note)
    if base.id != head.id:
        title, source = _merged(base, title, source, head)
    forget(note, by)
    if (title, source) == (head.title, head.source):
        return head
    return _add_revision(note, title, source, by=by, now=now)


def _merged(base: Revision, title: str, source: str, head: Revision) -> tuple[str, str]:
    """The title and the text in which both changes stand; raises EditConflict."""
    merged = merge(base.source, source, head.source)
    mine = head.title if title == base.title else title
    is_title_disputed = mine != head.title != base.title
    if merged.conflicts or is_title_disputed:
        raise EditConflict(merged, head, mine)
    return mine, merged.text


def lock(note: Note) -> None:
    """Let nobody else change this note, its working copies and its releases until the transaction ends.

    What others have kept meanwhile is read anew.
    """
    db.session.flush()
    db.session.scalar(select(Note.id).where(Note.id == note.id).with_for_update())
    db.session.refresh(note, ["head_id", "head", "shared_at"])


def _lock_head(note: Note) -> Revision:
    lock(note)
    head = db.session.get(Revision, note.head_id)
    if head is None:
        raise ValueError("A note begins with a revision.")
    return head


def _add_revision(note: Note, title: str, source: str, *, by: User | None, now: datetime) -> Revision:
    number = (note.head.number if note.head else 0) + 1
    revision = Revision(
        note_id=note.id,
        number=number,
        **texts(note.id, title, source),
        author_id=by.id if by else None,
        created_at=now,
    )
    revision.author = by
    db.session.add(revision)
    db.session.flush()
    note.head_id, note.title, note.updated_at = revision.id, title, now
    note.head = revision
    return revision


def texts(note_id: int, title: str, source: str) -> dict[str, Any]:
    """Everything a revision holds of a text, by the name of its column."""
    prefix = f"note-{note_id}"
    html = markdown.render_inside(source, prefix=prefix)
    return {
        "title": title,
        "source": source,
        "dialect": NEWEST,
        "html": html,
        "public_html": markdown.render(cut(source), prefix=prefix),
        "search_text": kept(title, plain(html)),
    }


def keep(note: Note, base: Revision, title: str, source: str, *, by: User, now: datetime) -> WorkingCopy:
    """Keep what a person has typed and not saved, so that a closed browser loses nothing. Does not commit."""
    lock(note)
    copy = queries.working_copy(note, by)
    if copy is None:
        copy = WorkingCopy(note_id=note.id, user_id=by.id)
        db.session.add(copy)
    copy.base_id, copy.title, copy.source, copy.saved_at = base.id, title, source, now
    return copy


def forget(note: Note, user: User) -> None:
    """Drop what a person has typed and not saved. Does not commit."""
    if copy := queries.working_copy(note, user):
        db.session.delete(copy)
