"""What the worker looks for once a minute: what is to be told in chat. Nothing here commits.

Each post is a row with a key of its own, so two workers that look at once decide once. Rules: docs/rules.md, Chat.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, select, update

from studyhub.chat import changes, hearing, resting, shifts
from studyhub.chat.hearing import Hearers
from studyhub.chat.models import ChatPost, PostKind
from studyhub.chat.rows import posts
from studyhub.circles.models import Chapter, Circle, Visibility
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.delivery.models import DeliveryState
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.models import Meeting
from studyhub.notes.models import Note
from studyhub.reminders import moments
from studyhub.reminders import queries as reminders
from studyhub.reminders.models import ReminderHalt, ReminderKind

# Presenters are not looked for any more when the session is told of anyway.
WANTED_UNTIL = timedelta(days=1)
# Notes shared while no worker ran are told of for a day; a post that cannot be sent waits for a week.
NOTES_SINCE, NOTES_UNTIL = timedelta(days=1), timedelta(days=7)
KEPT = timedelta(days=90)


def look(now: datetime) -> None:
    """Decide what is to be told, by every webhook that hears of it."""
    hearers = hearing.hearers()
    if not hearers:
        return
    found = [
        *_days(hearers, now),
        *_wanted(hearers, now),
        *_notes(hearers, now),
        *changes.told(hearers, now),
    ]
    if found:
        rows.insert_missing(ChatPost, found, unique=["key"])


def _days(hearers: Hearers, now: datetime) -> Iterable[dict[str, Any]]:
    """Sessions whose moment of the day before has come, at the hour at which people are reminded."""
    due = {one.meeting_id: one for one in reminders.due(ReminderKind.DAY, now=now, until=now)}
    halted = exists().where(ReminderHalt.circle_id == Meeting.circle_id)
    of_circles = select(Meeting.id, Meeting.circle_id).where(Meeting.circle_id.in_(hearers), ~halted)
    for meeting_id, circle_id in db.session.execute(of_circles.where(Meeting.id.in_(due))):
        one = due[meeting_id]
        if not moments.is_quiet(now, one.zone):
            key = f"{PostKind.DAY}:{meeting_id}:{one.starts_at.timestamp():.0f}"
            there, at = hearers[circle_id], one.starts_at
            yield from posts(PostKind.DAY, key, there, until=at, now=now, meeting_id=meeting_id, starts_at=at)


def _wanted(hearers: Hearers, now: datetime) -> Iterable[dict[str, Any]]:
    """Chapters soon that want a presenter, by day; once each, in one post for those of a session."""
    rows_of = select(Chapter.id, Meeting.id, Meeting.starts_at, Meeting.circle_id, Circle.time_zone)
    is_soon = Meeting.starts_at > now + WANTED_UNTIL, Meeting.starts_at <= now + calling.AHEAD
    is_told = Circle.visibility != Visibility.PARTICIPANTS, Circle.id.in_(hearers)
    open_ones = chapter_queries.placed(rows_of).where(*is_soon, *is_told, chapter_queries.calls_for_presenter())
    for chapter_id, meeting_id, starts_at, circle_id, zone in db.session.execute(open_ones, {"now": now}):
        if calling.FROM <= now.astimezone(ZoneInfo(zone)).time() < calling.TO:
            key, until = f"{PostKind.CHAPTERS}:{meeting_id}:{chapter_id}", starts_at - WANTED_UNTIL
            yield from posts(PostKind.CHAPTERS, key, hearers[circle_id], until=until, now=now, meeting_id=meeting_id)


def _notes(hearers: Hearers, now: datetime) -> Iterable[dict[str, Any]]:
    """Notes that were shared since a webhook was added."""
    shared = select(Note.id, Note.circle_id, Note.shared_at).join(Circle, Circle.id == Note.circle_id)
    is_told = Circle.visibility != Visibility.PARTICIPANTS, Circle.id.in_(hearers)
    lately = Note.shared_at > now - NOTES_SINCE, Note.shared_at <= now
    for note_id, circle_id, shared_at in db.session.execute(shared.where(*is_told, *lately)):
        there = [one for one in hearers[circle_id] if shared_at and one.since <= shared_at]
        key, until = f"{PostKind.NOTES}:{note_id}", now + NOTES_UNTIL
        yield from posts(PostKind.NOTES, key, there, until=until, now=now, note_id=note_id)


def forget_old(now: datetime) -> None:
    """Drop what nobody needs any more, and forget what was told long ago."""
    too_late = update(ChatPost).where(ChatPost.state == DeliveryState.WAITING, ChatPost.until <= now)
    db.session.execute(too_late.values(state=DeliveryState.DROPPED, ended_at=now))
    db.session.execute(delete(ChatPost).where(ChatPost.until < now - KEPT))


TICKS = (look, shifts.tell, forget_old, resting.forget_old)
