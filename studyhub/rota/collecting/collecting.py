"""Asking everybody in the pool for their days away, and taking their answers."""

from collections.abc import Collection as Some
from datetime import date, datetime, time

from studyhub import zones
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.people.days import unavailability
from studyhub.people.models import User
from studyhub.rota import drafting
from studyhub.rota import queries as rota_queries
from studyhub.rota.collecting import queries
from studyhub.rota.collecting.models import Collection, CollectionAnswer
from studyhub.rota.planning.cutting import A_DAY
from studyhub.services import queries as services
from studyhub.settings import organization

# On the day before, when people have come to their work.
REMINDED_AT = time(10)


class Past(Exception):
    """The day to answer on, or the span, is over."""


class TooLate(Exception):
    """The day to answer on is not before the span."""


class NobodyReady(Exception):
    """There is nobody in the pool to ask."""


def ask(starts_on: date, ends_on: date, answer_on: date, *, by: User, now: datetime) -> Collection:
    """Ask everybody in the pool for their days away in a span, until a day is over, and tell them.

    Asked twice for the same is asked once. Raises EndsBeforeStart, TooLong, Past, TooLate, NobodyReady. Does
    not commit.
    """
    drafting.require_span(starts_on, ends_on)
    if min(answer_on, ends_on) < rota_queries.today(now):
        raise Past
    if answer_on >= starts_on:
        raise TooLate
    zone = organization.current().time_zone
    rota_queries.lock_planning()
    made = Collection(
        starts_on=starts_on,
        ends_on=ends_on,
        answer_on=answer_on,
        answer_until=zones.to_utc(answer_on + A_DAY, time(), zone),
        asked_by_id=by.id,
        asked_at=now,
    )
    if known := queries.the_same(made):
        return known
    pool = services.ready_people(now, services=rota_queries.rules().services_least)
    if not pool:
        raise NobodyReady
    db.session.add(made)
    db.session.flush()
    db.session.add_all(CollectionAnswer(collection_id=made.id, user_id=user_id) for user_id in sorted(pool))
    trail.record("collection.asked", made, by=by, now=now, after={"people": len(pool)})
    _tell(made, pool, by=by, now=now)
    return made


def _tell(collection: Collection, pool: Some[int], *, by: User, now: datetime) -> None:
    payload = _payload(collection)
    messages = [(user, f"days_asked:{collection.id}", payload) for user in rota_queries.people_of(pool)]
    outbox.add_many("days_asked", messages, by=by, now=now)


def _payload(collection: Collection) -> Payload:
    days = {name: getattr(collection, name).isoformat() for name in ("starts_on", "ends_on", "answer_on")}
    return {"collection_id": collection.id, **days}


def remind(now: datetime) -> None:
    """Ask once more, from the day before the last one on, whoever has not answered. Does not commit.

    Whoever was asked that late, or later, is not asked twice.
    """
    zone = organization.current().time_zone
    for collection in db.session.scalars(queries.ending(now, now + 2 * A_DAY)):
        from_then_on = zones.to_utc(collection.answer_on - A_DAY, REMINDED_AT, zone)
        if collection.asked_at < from_then_on <= now:
            key, payload = f"days_asked_again:{collection.id}", _payload(collection)
            messages = [(one.user, key, payload) for one in queries.answers(collection) if one.answered_at is None]
            outbox.add_many("days_asked_again", outbox.without_told(messages), now=now)


def answer(asked: CollectionAnswer, *, whole: Some[date], evenings: Some[date], now: datetime) -> None:
    """Take the days somebody tapped in place of those they had noted of the span. Does not commit."""
    collection = asked.collection
    unavailability.tap(asked.user, collection.starts_on, collection.ends_on, whole=whole, evenings=evenings)
    asked.answered_at = now


def answer_unchanged(asked: CollectionAnswer, *, now: datetime) -> None:
    """Take it that what somebody noted, or that they noted nothing, is all there is. Does not commit."""
    asked.answered_at = now
