"""Messages become rows in the transaction that decides on them: one a channel, once a key."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, preferences
from studyhub.delivery.models import Channel, OutboxMessage
from tests.cast import NOON, Cast, query_count


def channels() -> list[Channel]:
    return sorted(db.session.scalars(select(OutboxMessage.channel)))


def test_add_writes_to_each_channel(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    assert channels() == [Channel.INBOX, Channel.MAIL]


def test_add_twice_is_one_message(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={"first": True}, now=NOON)

    outbox.add("greeting", cast.botan, key="greeting:1", payload={"first": False}, now=NOON)

    assert [row.payload for row in db.session.scalars(select(OutboxMessage))] == [{"first": True}] * 2


def test_add_under_one_key_for_two_people_is_two_messages(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    outbox.add("greeting", cast.chika, key="greeting:1", payload={}, now=NOON)

    assert len(channels()) == 4


def test_add_leaves_out_a_channel_that_was_turned_off(cast: Cast) -> None:
    preferences.choose(cast.botan, {("greeting", Channel.MAIL): False, ("other", Channel.INBOX): False})

    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    assert channels() == [Channel.INBOX]


def test_add_to_an_address_is_mail_whatever_was_turned_off(cast: Cast) -> None:
    preferences.choose(cast.botan, {("account", Channel.MAIL): False})

    outbox.add("account", cast.botan, key="account:1", payload={}, now=NOON, address="new@example.com")

    row = db.session.scalars(select(OutboxMessage)).one()
    assert (row.channel, row.address, row.recipient_id) == (Channel.MAIL, "new@example.com", cast.botan.id)


def test_add_to_nobody_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="person or an address"):
        outbox.add("greeting", None, key="greeting:1", payload={}, now=NOON)


def test_add_for_later_is_due_then(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON, due_at=NOON + timedelta(days=1))

    assert {row.due_at for row in db.session.scalars(select(OutboxMessage))} == {NOON + timedelta(days=1)}


@pytest.mark.parametrize("count", [1, 30])
def test_add_many_takes_two_statements(cast: Cast, count: int) -> None:
    people = cast.people(count)

    with query_count(2):
        outbox.add_many("greeting", [(person, "greeting:1", {}) for person in people], now=NOON)

    assert len(channels()) == 2 * count


def test_add_many_to_nobody_does_nothing(app: Flask) -> None:
    with query_count(0):
        outbox.add_many("greeting", [], now=NOON)


def test_add_at_the_same_time_is_one_message(app: Flask, cast: Cast) -> None:
    ready = threading.Barrier(4)

    def add() -> None:
        with app.app_context():
            ready.wait()
            outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)
            db.session.commit()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert channels() == [Channel.INBOX, Channel.MAIL]


def test_commit_wakes_the_worker(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)
    assert not outbox.arrived.is_set()

    db.session.commit()

    assert outbox.arrived.is_set()


def test_rollback_leaves_nothing_to_send(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    db.session.rollback()

    assert outbox.waiting_count() == 0


def test_waiting_count_counts_what_is_not_sent(cast: Cast) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON)

    assert outbox.waiting_count() == 2
