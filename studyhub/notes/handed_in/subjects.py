"""What of notes events of the audit trail are about."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.audit.subjects import Subject, SubjectKind
from studyhub.notes import queries
from studyhub.notes.models import Note, Release
from studyhub.people.models import User


def _seen_notes(reader: User) -> Select[Note]:
    return select(Note).where(queries.is_visible_to(reader)).options(joinedload(Note.head))


def _note(note: Note) -> list[Subject]:
    return [Subject(note.head.title if note.head else "", f"/notes/{note.id}/")]


def _seen_releases(reader: User) -> Select[Release]:
    rows = select(Release).join(Release.note).where(queries.is_visible_to(reader))
    return rows.options(contains_eager(Release.note).joinedload(Note.head))


def _release(release: Release) -> list[Subject]:
    return _note(release.note)


SUBJECTS = (SubjectKind(Note, _seen_notes, _note), SubjectKind(Release, _seen_releases, _release))
