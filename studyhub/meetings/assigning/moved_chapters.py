"""What calling a meeting off did to the chapters of those who present them, for what they are told."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings import payloads
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState

Parts = dict[int, list[dict[str, Any]]]


def of_cancellation(event: AuditEvent) -> Parts:
    """For each person where the chapters are read now that they presented, or were asked for, before it."""
    dropped = [id_ for id_, _ in (event.after or {}).get("assignments", [])]
    if dropped:
        held = select(Assignment).where(Assignment.id.in_(dropped)).order_by(Assignment.id)
        return _parts(db.session.scalars(held).all())
    return _parts(db.session.scalars(chapter_queries.current(_touched(event))).all())


def of_undoing(event: AuditEvent) -> Parts:
    """For each person where the chapters that came back are read now that they present, or are asked for."""
    before = {chapter_id: meeting_id for chapter_id, meeting_id, _ in (event.before or {})["chapters"]}
    touched = _touched(event)
    rows = select(MeetingChapter.chapter_id, MeetingChapter.meeting_id).where(MeetingChapter.chapter_id.in_(touched))
    # Also where that meeting is called off itself by now: the chapter waits for another one.
    places = dict(db.session.execute(rows).all())
    back = [id_ for id_ in touched if places.get(id_) == before[id_]]
    return _parts(db.session.scalars(chapter_queries.current(back)).all())


def _touched(event: AuditEvent) -> list[int]:
    """Chapters of the meeting itself, and those that moved because of it."""
    after = {chapter_id: meeting_id for chapter_id, meeting_id, _ in (event.after or {})["chapters"]}
    before = (event.before or {})["chapters"]
    return [id_ for id_, meeting_id, _ in before if meeting_id == event.subject_id or after.get(id_) != meeting_id]


def _parts(held: Sequence[Assignment]) -> Parts:
    found = [one for one in held if one.user_id]
    places = _places(one.chapter_id for one in found)
    parts: Parts = {}
    for one in found:
        parts.setdefault(one.user_id or 0, []).append(_part(one, places.get(one.chapter_id)))
    return parts


def _places(chapter_ids: Iterable[int]) -> dict[int, Meeting]:
    rows = select(MeetingChapter.chapter_id, Meeting).join(Meeting, Meeting.id == MeetingChapter.meeting_id)
    read = rows.where(MeetingChapter.chapter_id.in_(list(chapter_ids)), Meeting.state != MeetingState.CANCELLED)
    return dict(db.session.execute(read.options(joinedload(Meeting.circle))).all())


def _part(held: Assignment, to: Meeting | None) -> dict[str, Any]:
    """`to` is None for a chapter that is dropped, and for one that no later meeting could take."""
    is_dropped = held.chapter.skipped_at is not None
    return {
        **payloads.of_chapter_alone(held.chapter),
        "is_dropped": is_dropped,
        "to": payloads.of_meeting(to) if to and not is_dropped else None,
    }
