"""Notes, as they are searched: by their text, inside or as it was approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.notes import queries as note_queries
from studyhub.notes.listing import INSIDE_AT
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.text.findable import plain
from studyhub.people.models import User
from studyhub.teams.models import Membership
from studyhub.text.excerpts import Piece, around, marked
from studyhub.text.searching import holds, titles_first
from studyhub.text.wanted import Wanted


@dataclass(frozen=True)
class NoteHit:
    """A note and when it became new to the reader."""

    note: Note
    circle_title: str
    meeting_number: int | None
    at: datetime
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


def rows(user: User | None, wanted: Wanted) -> Select[Note, Release]:
    """Notes with the newest text the reader may have: found in its title first, then newer ones.

    That is the present one of notes they may open inside, whose release is then None, and else what was approved.
    Who wrote a note is known inside only, so a team finds no others.
    """
    # A list, once: the words of every note are looked at, and each asks four times whether it is open.
    inside = select(Note.id).where(note_queries.is_visible_to(user)).subquery("inside")
    is_inside = inside.c.id.is_not(None)
    outside = and_(Release.note_id == Note.id, Release.state == ReleaseState.APPROVED, ~is_inside)
    found = select(Note, Release).join(Note.head).outerjoin(inside, inside.c.id == Note.id).outerjoin(Release, outside)
    text = case((is_inside, Revision.search_text), else_=Release.search_text)
    at = case((is_inside, INSIDE_AT), else_=Release.first_approved_at)
    found = found.where(*holds(text, wanted.words))
    if wanted.circle_id is not None:
        found = found.where(Note.circle_id == wanted.circle_id)
    if wanted.team_id is not None:
        written = select(Revision.note_id).join(Membership, Membership.user_id == Revision.author_id)
        found = found.where(is_inside, Note.id.in_(written.where(Membership.team_id == wanted.team_id)))
    if wanted.since is not None:
        found = found.where(at >= wanted.since)
    shown = (joinedload(Note.circle), joinedload(Note.meeting), contains_eager(Note.head).load_only(Revision.html))
    return found.options(*shown).order_by(titles_first(text, wanted.words), at.desc(), Note.id.desc())


def hits(found: Sequence[Any], words: Sequence[str]) -> list[NoteHit]:
    """The notes of some rows, the words marked."""
    return [_hit(note, release, words) for note, release in found]


def _hit(note: Note, release: Release | None, words: Sequence[str]) -> NoteHit:
    if release is not None:
        at = release.first_approved_at or release.requested_at
        title, text = marked(release.title, words), around(plain(release.public_html), words)
        return NoteHit(note, release.circle_title, release.meeting_number, at, title, text)
    at, html = note.first_shared_at or note.created_at, note.head.html if note.head else ""
    number = note.meeting.number if note.meeting else None
    return NoteHit(note, note.circle.title, number, at, marked(note.title, words), around(plain(html), words))
