"""A meeting that did not take place, said after its time. Rules: docs/rules.md, Meeting. Nothing here commits."""

from datetime import datetime

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings import payloads, rules
from studyhub.meetings.assigning import moved_chapters
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.changing import cancelling, numbering
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.changing.following import to_come_after
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User


class TookPlace(Exception):
    """It is to come or runs, its attendance is confirmed, or it ended more than 14 days ago."""


def say_not_held(meeting: Meeting, reason: str, chapters: Chapters, *, by: User, now: datetime) -> None:
    """Nobody came: it is called off, its places are released, its chapters go to a meeting that is to come.

    Everybody concerned is told once, and nobody was away or there. Twice is harmless. Raises TookPlace.
    """
    following = to_come_after(meeting, seats.lock_all(meeting.circle), now)
    if meeting.state is MeetingState.CANCELLED:
        return
    if not rules.can_say_not_held(meeting, now):
        raise TookPlace
    event_id, told = cancelling.call_off(meeting, following, reason, chapters, by=by, now=now)
    checking_in.forget([meeting])
    numbering.renumber(meeting.circle, now=now)
    parts = moved_chapters.of_cancellation(db.session.get_one(AuditEvent, event_id))
    payload = {**payloads.of_meeting(meeting), "reason": reason, "is_over": True}
    cancelling.tell_all("meeting_cancelled", event_id, payload, told, parts, by=by, now=now)
