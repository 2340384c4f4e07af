"""Deciding that a note stays inside, and undoing that. Nothing here commits. Rules: docs/rules.md, Editors' page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from studyhub.audit import trail
from studyhub.db import db, kept
from studyhub.delivery import outbox
from studyhub.desk import authors
from studyhub.desk.models import KeptInside
from studyhub.notes import queries as notes
from studyhub.notes.edits.writing import lock
from studyhub.notes.models import Note
from studyhub.notes.releases import telling
from studyhub.people.models import User
from studyhub.people.readers import read_by

SHOWN = 100


def kept_inside(user: User) -> Sequence[KeptInside]:
    """The notes that stay inside, as far as this person may open them; the last decision first."""
    return db.session.scalars(_kept_inside(), read_by(user)).all()


@kept
def _kept_inside() -> Select[KeptInside]:
    rows = select(KeptInside).join(KeptInside.note).where(notes.is_visible(True), Note.shared_at.is_not(None))
    rows = rows.options(joinedload(KeptInside.note).joinedload(Note.circle), joinedload(KeptInside.by))
    return rows.order_by(KeptInside.at.desc(), KeptInside.id.desc()).limit(SHOWN)


def keep_inside(note: Note, reason: str, *, by: User, now: datetime) -> None:
    """Ask about this note no more, and tell those who wrote it why. Harmless where it was decided before."""
    lock(note)
    if _decision(note) is not None:
        return
    db.session.add(KeptInside(note_id=note.id, reason=reason, by_id=by.id, at=now))
    event = trail.record("note.kept_inside", note, by=by, now=now, circle_id=note.circle_id)
    db.session.flush()
    payload = {**telling.of_note(note, by), "reason": reason}
    told = [(one, f"note_kept_inside:{event.id}", payload) for one in authors.who_may_open(note)]
    outbox.add_many("note_kept_inside", told, by=by, now=now)


def undo(note: Note, *, by: User, now: datetime) -> None:
    """Let it be asked about again. Harmless where nothing was decided."""
    lock(note)
    decision = _decision(note)
    if decision is not None:
        db.session.delete(decision)
        trail.record("note.kept_inside_undone", note, by=by, now=now, circle_id=note.circle_id)


def _decision(note: Note) -> KeptInside | None:
    return db.session.scalar(_of_note(), {"note_id": note.id})


@kept
def _of_note() -> Select[KeptInside]:
    return select(KeptInside).where(KeptInside.note_id == bindparam("note_id"))
