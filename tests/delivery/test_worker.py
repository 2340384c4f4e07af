"""What is due is sent once, whatever else fails."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, preferences, worker
from studyhub.delivery.mailing import leases
from studyhub.delivery.models import Channel, DeliveryState, InboxItem, OutboxMessage
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, use_mail_server, work_off

MINUTE = timedelta(minutes=1)


def greet(user: User, key: str = "greeting:1", **payload: object) -> None:
    outbox.add("greeting", user, key=key, payload=payload, now=NOON)
    db.session.commit()


def mails() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMessage).filter_by(channel=Channel.MAIL).order_by(OutboxMessage.id)))


def states() -> list[DeliveryState]:
    return [mail.state for mail in mails()]


def notices(user: User) -> list[str]:
    items = select(InboxItem.kind).where(InboxItem.user_id == user.id).order_by(InboxItem.id)
    return list(db.session.scalars(items))


def test_run_once_delivers_to_inbox_and_mail(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast.botan)

    worker.run_once(app, NOON)

    assert notices(cast.botan) == ["greeting"]
    assert [mail["To"] for mail in sink.mails] == ["botan@example.com"]
    assert outbox.waiting_count() == 0


def test_run_once_leaves_what_is_not_due(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="greeting:1", payload={}, now=NOON, due_at=NOON + MINUTE)
    db.session.commit()

    assert worker.run_once(app, NOON) == 0

    assert (notices(cast.botan), sink.mails) == ([], [])


def test_run_once_again_sends_nothing_more(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast.botan)
    send_all(app)

    send_all(app, NOON + timedelta(days=1))

    assert (notices(cast.botan), len(sink.mails)) == (["greeting"], 1)


def test_sent_messages_keep_no_payload(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast.botan, subject="secret")

    send_all(app)

    assert [row.payload for row in db.session.scalars(select(OutboxMessage))] == [{}, {}]


def test_mail_server_away_holds_up_no_notice(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))
    greet(cast.botan)

    send_all(app)

    assert notices(cast.botan) == ["greeting"]
    assert states() == [DeliveryState.WAITING]


def test_mail_server_away_for_an_hour_loses_nothing(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    port = sinks.free_port()
    use_mail_server(app, monkeypatch, sinks.settings_at(port))
    for number in range(3):
        greet(cast.botan, f"greeting:{number}")
    for minute in range(60):
        send_all(app, NOON + minute * MINUTE)
    before = {mail.message_id for mail in mails()}

    sink = sinks.Sink()
    with sinks.running(sink, port):
        send_all(app, NOON + timedelta(hours=2))

    assert {str(mail["Message-ID"])[1:33] for mail in sink.mails} == before
    assert len(sink.mails) == 3
    assert {mail.attempts for mail in mails()} == {1}


def test_pauses_grow_to_six_hours() -> None:
    pauses = [leases.pause_after(attempts) for attempts in range(1, leases.LAST_ATTEMPT + 1)]

    assert pauses[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)
    assert timedelta(days=6) < sum(pauses, timedelta()) < timedelta(days=8)


def test_a_week_of_failures_ends_and_is_told(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "450 Mailbox busy"
    greet(cast.botan)
    mails()[0].attempts = leases.LAST_ATTEMPT - 1
    db.session.commit()

    send_all(app)

    assert states() == [DeliveryState.FAILED]
    assert notices(cast.admin) == ["mail_failed"]


def test_refused_address_holds_up_nobody_and_is_told(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "550 No such person"
    greet(cast.botan)
    greet(cast.chika)

    send_all(app)

    assert [mail["To"] for mail in sink.mails] == ["chika@example.com"]
    assert states() == [DeliveryState.FAILED, DeliveryState.SENT]
    assert mails()[0].last_error == "550 No such person"
    assert notices(cast.admin) == ["mail_failed"]


def test_address_with_a_line_break_fails_at_once(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("account", None, key="account:1", payload={}, now=NOON, address="a@example.com\nBcc: b@example.com")
    db.session.commit()

    send_all(app)

    assert (states(), sink.mails) == ([DeliveryState.FAILED], [])


def test_temporary_refusal_is_tried_again(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "450 Mailbox busy"
    greet(cast.botan)
    send_all(app)
    sink.answers.clear()

    send_all(app, NOON + MINUTE)

    assert (states(), len(sink.mails)) == ([DeliveryState.SENT], 1)


def test_words_that_cannot_be_written_hold_up_no_other_mail(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast.botan, "greeting:1", is_broken=True)
    greet(cast.botan, "greeting:2")

    send_all(app)

    assert states() == [DeliveryState.WAITING, DeliveryState.SENT]


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_whoever_has_gone_gets_no_mail(app: Flask, cast: Cast, sink: sinks.Sink, state: UserState) -> None:
    greet(cast.botan)
    cast.botan.move_to(state)
    db.session.commit()

    send_all(app)

    assert (states(), sink.mails) == ([DeliveryState.DROPPED], [])


def test_kind_turned_off_meanwhile_is_not_sent(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    greet(cast.botan)
    preferences.choose(cast.botan, {("greeting", Channel.MAIL): False})
    db.session.commit()

    send_all(app)

    assert (states(), sink.mails) == ([DeliveryState.DROPPED], [])


def test_parallel_workers_send_each_mail_once(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    people = cast.people(12)
    outbox.add_many("greeting", [(person, "greeting:1", {}) for person in people], now=NOON)
    db.session.commit()

    workers = [threading.Thread(target=work_off, args=(app,)) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sorted(str(mail["To"]) for mail in sink.mails) == sorted(person.email for person in people)
    assert sum(len(notices(person)) for person in people) == 12


def test_run_sends_what_is_committed_and_stops(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    stop = threading.Event()
    running = threading.Thread(target=worker.run, args=(app, stop))
    running.start()
    sink.silent_at = "DATA"
    greet(cast.botan)
    assert sink.fell_silent.wait(20)

    stop.set()
    sink.release()
    running.join(20)

    assert not running.is_alive()
    assert states() == [DeliveryState.SENT]


def test_ticks_run_each_for_itself(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime) -> None:
        raise RuntimeError

    def inserting(now: datetime) -> None:
        outbox.add("greeting", db.session.get_one(User, cast.botan.id), key="tick", payload={}, now=now)

    monkeypatch.setitem(app.extensions, "studyhub_ticks", [broken, inserting])

    assert worker.run_ticks(app, NOON) == 1
    worker.run_ticks(app, NOON)

    assert outbox.waiting_count() == 2
