"""Fetching collections: whoever was asked sees the question, a keeper who answered too."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from studyhub.db import db, kept
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER
from studyhub.people.waiting import NOW, SHOWN, asked_by
from studyhub.rota.collecting.models import Collection, CollectionAnswer


def collections(reader: User) -> Select[Collection]:
    """What somebody may see, the latest first: a keeper all, others what they were asked."""
    rows = select(Collection).order_by(Collection.answer_until.desc(), Collection.id.desc())
    if reader.is_rota_keeper:
        return rows
    is_asked = CollectionAnswer.collection_id == Collection.id, CollectionAnswer.user_id == reader.id
    return rows.where(exists().where(*is_asked))


def running(reader: User, now: datetime) -> list[Collection]:
    """What somebody may see that can still be answered in time, the next to end first."""
    rows = collections(reader).where(Collection.answer_until > now).order_by(None).order_by(Collection.answer_until)
    return list(db.session.scalars(rows))


def ending(since: datetime, until: datetime) -> Select[Collection]:
    """What can still be answered at a moment, and no more at a later one."""
    rows = select(Collection).where(Collection.answer_until > since, Collection.answer_until <= until)
    return rows.order_by(Collection.id)


def the_same(wanted: Collection) -> Collection | None:
    """What was asked for the same days until the same day."""
    same = (getattr(Collection, name) == getattr(wanted, name) for name in ("starts_on", "ends_on", "answer_on"))
    return db.session.scalar(select(Collection).where(*same))


def asked(collection: Collection, user: User) -> Select[CollectionAnswer]:
    """What somebody was asked; no row for whoever was not."""
    rows = select(CollectionAnswer).where(CollectionAnswer.collection_id == collection.id)
    return rows.where(CollectionAnswer.user_id == user.id)


def answers(collection: Collection) -> list[CollectionAnswer]:
    """Everybody there who was asked, in order of their reading."""
    rows = select(CollectionAnswer).where(CollectionAnswer.collection_id == collection.id)
    rows = rows.join(CollectionAnswer.user).where(User.state == UserState.ACTIVE)
    rows = rows.options(contains_eager(CollectionAnswer.user))
    return list(db.session.scalars(rows.order_by(User.reading, User.id)))


def still_wanted(first: date, last: date, now: datetime) -> tuple[Collection, list[User]] | None:
    """Of days that reach into a span: what people can still answer, and who there has not; None where all have."""
    rows = select(Collection).where(Collection.answer_until > now, Collection.starts_on <= last)
    rows = rows.where(Collection.ends_on >= first).order_by(Collection.answer_until, Collection.id)
    for found in db.session.scalars(rows.limit(1)):
        waiting = [one.user for one in answers(found) if one.answered_at is None]
        return (found, waiting) if waiting else None
    return None


def unanswered(user: User, now: datetime) -> Sequence[Collection]:
    """What waits for somebody's answer, the next to end first."""
    return list(db.session.scalars(unanswered_rows(), asked_by(user, now)))


@kept
def unanswered_rows() -> Select[Collection]:
    """Asks `unanswered`."""
    rows = select(Collection).join(CollectionAnswer, CollectionAnswer.collection_id == Collection.id)
    rows = rows.where(CollectionAnswer.user_id == READER, CollectionAnswer.answered_at.is_(None))
    return rows.where(Collection.answer_until > NOW).order_by(Collection.answer_until, Collection.id).limit(SHOWN)
