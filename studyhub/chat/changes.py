"""Sessions soon that are otherwise than those who read chat know: moved, called off, on again. Nothing here commits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from studyhub.chat.hearing import Hearers
from studyhub.chat.models import KnownSession, PostKind
from studyhub.chat.rows import posts
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.meetings.models import Meeting, MeetingState

# From when on people reckon with a session.
KNOWN_WITHIN = timedelta(days=2)
# Whoever changes something may take it back for a minute.
SETTLED_AFTER = timedelta(minutes=1)
# A change moments before the start is told of a little after it.
STILL_KNOWN = timedelta(hours=1)
TOLD_FOR = timedelta(days=1)


def told(hearers: Hearers, now: datetime) -> Iterable[dict[str, Any]]:
    """Posts of what has changed; from then on it is known as it is now."""
    found = [post for known in _changed(now) for post in _posts(known, hearers, now)]
    db.session.execute(delete(KnownSession).where(KnownSession.starts_at <= now - STILL_KNOWN))
    _get_to_know(hearers, now)
    return found


def _changed(now: datetime) -> list[KnownSession]:
    known = select(KnownSession).join(KnownSession.meeting).options(joinedload(KnownSession.meeting))
    is_other = (KnownSession.starts_at != Meeting.starts_at) | (KnownSession.state != Meeting.state)
    lately = KnownSession.starts_at > now - STILL_KNOWN, Meeting.updated_at <= now - SETTLED_AFTER
    changed = known.where(is_other, *lately).order_by(KnownSession.id)
    # Another worker may forget them at this moment, or tell of the same.
    return list(db.session.scalars(changed.with_for_update(of=KnownSession)))


def _posts(known: KnownSession, hearers: Hearers, now: datetime) -> list[dict[str, Any]]:
    meeting = known.meeting
    if meeting.state is MeetingState.SCHEDULED and meeting.starts_at > now + KNOWN_WITHIN:
        # People hear that it is not soon any more, and then of it as of any other.
        db.session.delete(known)
    else:
        known.starts_at, known.state = meeting.starts_at, meeting.state
    key = f"{PostKind.CHANGE}:{meeting.id}:{meeting.sequence}"
    there = hearers.get(meeting.circle_id, [])
    return posts(PostKind.CHANGE, key, there, until=now + TOLD_FOR, now=now, meeting_id=meeting.id)


def _get_to_know(hearers: Hearers, now: datetime) -> None:
    db.session.flush()
    # In one order: two workers that insert the same rows wait in a row.
    soon = select(Meeting.id, Meeting.starts_at).order_by(Meeting.id)
    unknown = soon.where(
        Meeting.starts_at > now,
        Meeting.starts_at <= now + KNOWN_WITHIN,
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.circle_id.in_(hearers),
        Meeting.id.not_in(select(KnownSession.meeting_id)),
    )
    found = [
        {"meeting_id": id_, "starts_at": at, "state": MeetingState.SCHEDULED} for id_, at in db.session.execute(unknown)
    ]
    if found:
        rows.insert_missing(KnownSession, found, unique=["meeting_id"])
