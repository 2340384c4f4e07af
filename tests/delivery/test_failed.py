"""Mail that was given up can be sent again for thirty days, or put away."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.delivery.mailing import failed
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, work_off

HOUR = timedelta(hours=1)


def give_up(app: Flask, cast: Cast, sink: sinks.Sink, count: int = 1) -> None:
    """That many mails to Botan are refused, and the mail server then knows better."""
    sink.answers["botan@example.com"] = "550 No such person"
    for number in range(count):
        outbox.add("greeting", cast.botan, key=f"greeting:{number}", payload={"subject": f"{number}"}, now=NOON)
    send_all(app)
    sink.answers.clear()
    db.session.expire_all()


def given_up() -> list[OutboxMessage]:
    """What can be sent again; nothing stays locked for having been looked at."""
    found = list(db.session.scalars(failed.mails()))
    db.session.commit()
    return found


def states() -> list[DeliveryState]:
    db.session.expire_all()
    found = list(db.session.scalars(select(OutboxMessage.state).filter_by(channel=Channel.MAIL)))
    db.session.commit()
    return found


def test_one_is_sent_again_with_its_words(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    give_up(app, cast, sink, 2)
    [newest, older] = given_up()

    answer = cast.browser(cast.admin).post(f"/settings/mail/failed/{older.id}/send-again")
    work_off(app, NOON + HOUR)

    assert answer.status_code == 303
    assert [mail["Subject"] for mail in sink.mails] == ["ja: 0"]
    assert [message.id for message in given_up()] == [newest.id]


def test_all_are_sent_again(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    give_up(app, cast, sink, 3)

    cast.browser(cast.admin).post("/settings/mail/failed/send-again")
    work_off(app, NOON + HOUR)

    assert states() == [DeliveryState.SENT] * 3


def test_sent_again_twice_is_sent_once(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    give_up(app, cast, sink)
    [message] = given_up()
    assert failed.send_again([message], now=NOON) == 1
    db.session.commit()

    assert failed.send_again([message], now=NOON) == 0
    send_all(app, NOON + HOUR)

    assert len(sink.mails) == 1


def test_put_away_is_never_sent_and_forgets_its_words(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    give_up(app, cast, sink, 2)
    browser = cast.browser(cast.admin)

    browser.post(f"/settings/mail/failed/{given_up()[0].id}/delete")
    browser.post("/settings/mail/failed/delete")

    assert states() == [DeliveryState.DROPPED] * 2
    assert {str(row.payload) for row in db.session.scalars(select(OutboxMessage))} == {"{}"}


def test_after_thirty_days_what_it_says_is_forgotten(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    give_up(app, cast, sink)
    worker.run_ticks(app, NOON + timedelta(days=29))
    db.session.expire_all()
    assert [message.payload for message in given_up()] == [{"subject": "0"}]

    worker.run_ticks(app, NOON + timedelta(days=30))

    assert given_up() == []
    assert {str(row.payload) for row in db.session.scalars(select(OutboxMessage))} == {"{}"}


def test_what_was_given_up_before_words_were_kept_is_not_offered(app: Flask, cast: Cast) -> None:
    outbox.add("account", None, key="account:1", payload={}, now=NOON, address="new@example.com")
    old = db.session.scalars(select(OutboxMessage)).one()
    old.state = DeliveryState.FAILED

    answer = cast.browser(cast.admin).post(f"/settings/mail/failed/{old.id}/send-again")

    assert answer.status_code == 404
