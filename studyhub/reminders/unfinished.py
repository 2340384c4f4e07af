"""Reminding of what nobody finished: notes that are not shared, texts that wait for an editor. Nothing here commits."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Exists, Select, exists, select
from sqlalchemy.orm import joinedload

from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.db import db
from studyhub.delivery import outbox, rows
from studyhub.delivery.texts import Payload
from studyhub.meetings import payloads
from studyhub.meetings.models import LONGEST, Meeting, MeetingState
from studyhub.meetings.rules import NOTES_WITHIN
from studyhub.meetings.running.scribes import has_scribe
from studyhub.notes.models import OPEN_STATES, Note, Release
from studyhub.notes.releases import own_words
from studyhub.people.models import User, UserState
from studyhub.reminders import moments
from studyhub.reminders.models import Reminder, ReminderKind, ReminderStop
from studyhub.reminders.queries import has_stopped

NOTE_UNTIL = timedelta(days=7)
# A request is reminded of twice, each time until the next would be due.
REQUEST_AFTER = (timedelta(days=3), timedelta(days=7), timedelta(days=14))
REQUEST = "release_waiting"
# No session lasts longer, and what is looked up is its start.


def remind_of_notes(now: datetime, ours: str, zones: Collection[str]) -> None:
    """Tell the scribe, or where there is none who organises, that notes are not shared three days after the end.

    For four days: then home and the circle's page go on saying it. `ours` is the zone of whoever chose none.
    """
    until = moments.furthest(now, zones)
    if until is None:
        return
    found = [
        (meeting, user)
        for meeting, user in _unshared(now, until - NOTES_WITHIN)
        if moments.is_due(meeting.ends_at + NOTES_WITHIN, user.time_zone or ours, now)
    ]
    if found:
        _note(found, now)
        told = [(user, f"{ReminderKind.NOTE}:{meeting.id}", payloads.of_meeting(meeting)) for meeting, user in found]
        outbox.add_many(ReminderKind.NOTE, told, now=now)


def _note(found: Collection[tuple[Meeting, User]], now: datetime) -> None:
    noted = [
        {
            "kind": ReminderKind.NOTE,
            "meeting_id": meeting.id,
            "user_id": user.id,
            "moment": meeting.ends_at + NOTES_WITHIN,
            "decided_at": now,
        }
        for meeting, user in found
    ]
    rows.insert_missing(Reminder, noted, unique=["meeting_id", "kind", "user_id", "moment"])


def _unshared(now: datetime, ended_by: datetime) -> Iterator[tuple[Meeting, User]]:
    """Sessions that ended by then, but not too long ago, without shared notes, with whom nobody reminded yet."""
    earliest = now - NOTE_UNTIL
    for rows_of in _who_shares():
        recent = rows_of.where(Meeting.starts_at > earliest - LONGEST, Meeting.starts_at < ended_by)
        wanted = recent.where(Meeting.ends_at > earliest, Meeting.ends_at <= ended_by, ~_was_reminded())
        loaded = wanted.options(joinedload(Meeting.circle))
        yield from db.session.execute(loaded.order_by(Meeting.ends_at, Meeting.id, User.id))


def is_to_share(meeting_id: int, user: User) -> bool:
    """Whether the notes of a session are still not shared, and this person may and wants to be told so."""
    return any(
        db.session.execute(rows_of.where(Meeting.id == meeting_id, User.id == user.id)).first()
        for rows_of in _who_shares()
    )


def _who_shares() -> tuple[Select[Meeting, User], ...]:
    """Sessions whose notes are not shared, with the scribe; where none can write but a note is there, who organises."""
    scribes = _not_shared().join(User, User.id == Meeting.scribe_id).where(has_scribe())
    organizers = (
        _not_shared()
        .where(~has_scribe(), exists().where(Note.meeting_id == Meeting.id))
        .join(Participation, Participation.circle_id == Meeting.circle_id)
        .where(Participation.is_present, Participation.is_organizer)
        .join(User, User.id == Participation.user_id)
    )
    return tuple(rows_of.where(User.state == UserState.ACTIVE, ~has_stopped()) for rows_of in (scribes, organizers))


def _not_shared() -> Select[Meeting, User]:
    is_shared = exists().where(Note.meeting_id == Meeting.id, Note.shared_at.is_not(None))
    is_given_up = exists().where(Circle.id == Meeting.circle_id, Circle.state == CircleState.ENDED)
    rows = select(Meeting, User).select_from(Meeting)
    return rows.where(Meeting.state == MeetingState.SCHEDULED, ~is_shared, ~is_given_up)


def _was_reminded() -> Exists:
    return exists().where(
        Reminder.kind == ReminderKind.NOTE, Reminder.meeting_id == Meeting.id, Reminder.user_id == User.id
    )


def remind_of_requests(now: datetime, ours: str, zones: Collection[str]) -> None:
    """Tell each editor who may answer of a text that has waited for three days, and again for seven."""
    until = moments.furthest(now, zones)
    if until is None:
        return
    for after, over in pairwise(REQUEST_AFTER):
        found = [
            (editor, f"{REQUEST}:{release.id}:{after.days}", _payload(release, after))
            for release, editor in _requests(asked_after=now - over, asked_by=until - after)
            if moments.is_due(release.requested_at + after, editor.time_zone or ours, now)
        ]
        outbox.add_many(REQUEST, outbox.without_told(found), now=now)


def _requests(*, asked_after: datetime, asked_by: datetime) -> Iterator[tuple[Release, User]]:
    recent = _who_answers().where(Release.requested_at > asked_after, Release.requested_at <= asked_by)
    loaded = recent.options(joinedload(Release.note).joinedload(Note.circle))
    yield from db.session.execute(loaded.order_by(Release.requested_at, Release.id, User.id))


def is_to_answer(release_id: int, user: User) -> bool:
    """Whether a text still waits for an editor, and this person is one who may answer and wants to be told so."""
    return db.session.execute(_who_answers().where(Release.id == release_id, User.id == user.id)).first() is not None


def _who_answers() -> Select[Release, User]:
    """Texts that wait, with the editors who may answer. Halting a circle's reminders is not for its editors."""
    here = select(Note.circle_id).where(Note.id == Release.note_id).scalar_subquery()
    has_stopped = exists().where(ReminderStop.user_id == User.id, ReminderStop.circle_id == here)
    rows = select(Release, User).join_from(Release, User, User.is_editor.is_(True))
    waits = rows.where(Release.state.in_(OPEN_STATES), User.state == UserState.ACTIVE)
    return waits.where(~own_words.are_of(User.id), ~has_stopped)


def _payload(release: Release, after: timedelta) -> Payload:
    told = {"note_id": release.note_id, "release_id": release.id, "title": release.title}
    return {**told, "circle": release.note.circle.title, "days": after.days}
