"""What of notes waits for a person on their first page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.db import db, kept
from studyhub.meetings.handed_in.waiting import held, organizes
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.running.scribes import has_scribe
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState
from studyhub.notes.releases import own_words
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import NOW, SHOWN, SINCE, asked_by


def unwritten(user: User, now: datetime) -> Sequence[Meeting]:
    """Meetings without notes of which the person is the scribe."""
    return db.session.scalars(unwritten_rows(), asked_by(user, now)).all()


@kept
def unwritten_rows() -> Select[Meeting]:
    """Asks `unwritten`."""
    has_text = exists().where(Note.meeting_id == Meeting.id)
    return held().where(Meeting.scribe_id == READER, ~has_text)


def unshared(user: User, now: datetime) -> Sequence[Note]:
    """Notes that are not shared, for the scribe; where none can write, for whoever organises the circle."""
    return db.session.scalars(unshared_rows(), asked_by(user, now)).all()


@kept
def unshared_rows() -> Select[Note]:
    """Asks `unshared`."""
    mine = or_(Meeting.scribe_id == READER, and_(~has_scribe(), Note.circle_id.in_(organizes())))
    return (
        select(Note)
        .join(Note.meeting)
        .where(Note.shared_at.is_(None), Meeting.ends_at <= NOW, mine)
        .where(Meeting.ends_at > SINCE, Meeting.state == MeetingState.SCHEDULED)
        .where(circles.is_visible(Note.circle_id, is_member=True))
        .options(joinedload(Note.meeting), joinedload(Note.circle))
        .order_by(Meeting.ends_at, Note.id)
        .limit(SHOWN)
    )


def sent_back(user: User, now: datetime) -> Sequence[Release]:
    """Texts that an editor sent back to the person who asked, while nobody has asked anew."""
    return db.session.scalars(sent_back_rows(), asked_by(user, now)).all()


@kept
def sent_back_rows() -> Select[Release]:
    """Asks `sent_back`."""
    newer = aliased(Release)
    is_newest = ~exists().where(newer.note_id == Release.note_id, newer.id > Release.id)
    return (
        select(Release)
        .join(Release.note)
        .where(Release.state == ReleaseState.DECLINED, Release.requested_by_id == READER, Release.read_at > SINCE)
        .where(is_newest, Note.shared_at.is_not(None), circles.is_visible(Note.circle_id, is_member=True))
        .options(joinedload(Release.read_by))
        .order_by(Release.read_at, Release.id)
        .limit(SHOWN)
    )


def releases(user: User, now: datetime) -> Sequence[Release]:
    """For editors: texts that are to be published, and with which no words of their own leave."""
    return db.session.scalars(release_rows(), asked_by(user, now)).all() if user.is_editor else []


@kept
def release_rows() -> Select[Release]:
    """Asks `releases`."""
    return (
        select(Release)
        .where(Release.state.in_(OPEN_STATES), ~own_words.are_of(READER))
        .options(joinedload(Release.note), joinedload(Release.requested_by))
        .order_by(Release.requested_at, Release.id)
        .limit(SHOWN)
    )
