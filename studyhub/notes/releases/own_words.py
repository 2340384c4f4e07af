"""Whose words leave with a text: nobody releases their own."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.notes import queries
from studyhub.notes.models import Release
from studyhub.notes.releases import release_queries
from studyhub.people.models import User


def owners(release: Release) -> set[int]:
    """Ids of whoever wrote in the note, asked for the release, or since the approval before tagged the note or gave
    its circle another title.
    """
    return queries.author_ids(release.note) | {release.requested_by_id} | _who_named(release)


def _who_named(release: Release) -> set[int]:
    before = release_queries.approved_before(release)
    # The trail keeps the account that did it; whoever that became part of is the person.
    person = func.coalesce(User.merged_into_id, User.id)
    rows = select(person, AuditEvent.action, AuditEvent.after).join(User, User.id == AuditEvent.actor_id)
    rows = rows.where(or_(_is("note.tagged", release.note_id), _is("circle.updated", release.note.circle_id)))
    if before is not None and before.approved_at is not None:
        rows = rows.where(AuditEvent.at >= before.approved_at)
    return {who for who, action, after in db.session.execute(rows) if action == "note.tagged" or _is_titled(after)}


def _is(action: str, subject_id: int) -> ColumnElement[bool]:
    return and_(AuditEvent.action == action, AuditEvent.subject_id == subject_id)


def _is_titled(after: dict[str, Any] | None) -> bool:
    return "title" in (after or {}).get("changed", [])
