"""Whose words leave with a text: nobody releases their own."""

from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.notes import queries, release_queries
from studyhub.notes.models import Release


def owners(release: Release) -> set[int]:
    """Ids of whoever wrote in the note, asked for the release, or since the approval before tagged the note or gave
    its circle another title.
    """
    return queries.author_ids(release.note) | {release.requested_by_id} | _who_named(release)


def _who_named(release: Release) -> set[int]:
    before = release_queries.approved_before(release)
    circle_id = release.note.circle_id
    rows = select(AuditEvent).where(AuditEvent.circle_id == circle_id, AuditEvent.actor_id.is_not(None))
    rows = rows.where(AuditEvent.action.in_(("note.tagged", "circle.updated")))
    if before is not None and before.approved_at is not None:
        rows = rows.where(AuditEvent.at >= before.approved_at)
    named = (event for event in db.session.scalars(rows) if _is_of(event, release))
    return {event.actor_id for event in named if event.actor_id is not None}


def _is_of(event: AuditEvent, release: Release) -> bool:
    if event.action == "note.tagged":
        return event.subject_id == release.note_id
    return "title" in (event.after or {}).get("changed", [])
