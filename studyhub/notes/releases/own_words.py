"""Whose words leave with a text: nobody releases their own."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.notes.edits.together_models import Presence, has_typed
from studyhub.notes.models import Note, Release, Revision
from studyhub.people.models import User


def are_of(person_id: Any) -> ColumnElement[bool]:
    """Whether words of a person leave with a release: they wrote in the note, asked for the release, or since the
    approval before tagged the note or gave its circle another title.

    Correlated with `Release`; the id may come from the query around.
    """
    return or_(
        Release.requested_by_id == person_id,
        exists().where(Revision.note_id == Release.note_id, Revision.author_id == person_id),
        exists().where(Presence.note_id == Release.note_id, Presence.user_id == person_id, has_typed()),
        _were_named_by(person_id),
    )


def _were_named_by(person_id: Any) -> ColumnElement[bool]:
    actor, of_note = aliased(User), select(Note.circle_id).where(Note.id == Release.note_id)
    # It stands two queries deep: unless it is said, it looks at all releases by itself.
    circle_id = of_note.correlate(Release).scalar_subquery()
    tagged = _is("note.tagged", Note.__tablename__, Release.note_id)
    # The trail keeps names of fields, never what stands in them.
    is_titled = cast(AuditEvent.after, Text).contains('"title"', autoescape=True)
    titled = and_(_is("circle.updated", Circle.__tablename__, circle_id), is_titled)
    # The trail keeps the account that did it; whoever that became part of is the person.
    is_theirs = func.coalesce(actor.merged_into_id, actor.id) == person_id
    named = select(AuditEvent.id).join(actor, actor.id == AuditEvent.actor_id).where(is_theirs, or_(tagged, titled))
    return named.where(~_was_approved_since()).correlate(Release, User).exists()


def _is(action: str, kind: str, subject_id: Any) -> ColumnElement[bool]:
    return and_(AuditEvent.action == action, AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id)


def _was_approved_since() -> ColumnElement[bool]:
    earlier = aliased(Release)
    is_before = or_(Release.approved_at.is_(None), earlier.approved_at <= Release.approved_at)
    return (
        select(earlier.id)
        .where(earlier.note_id == Release.note_id, earlier.id != Release.id, is_before)
        .where(earlier.approved_at > AuditEvent.at)
        .correlate(Release, AuditEvent)
        .exists()
    )


def is_own(release: Release, user: User) -> bool:
    """Whether words of this person leave with it."""
    rows = select(Release.id).where(Release.id == release.id, are_of(user.id))
    return db.session.scalar(rows) is not None


def owners(release: Release) -> set[int]:
    """Ids of the editors whose words leave with it: it is not theirs to decide about."""
    return owners_of([release.id]).get(release.id, set())


def owners_of(release_ids: Collection[int]) -> dict[int, set[int]]:
    """As `owners`, of several releases by their ids; one that is no editor's own is left out."""
    rows = select(Release.id, User.id).join_from(Release, User, User.is_editor.is_(True))
    found: dict[int, set[int]] = {}
    for release_id, user_id in db.session.execute(rows.where(Release.id.in_(release_ids), are_of(User.id))):
        found.setdefault(release_id, set()).add(user_id)
    return found
