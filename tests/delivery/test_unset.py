"""A process without a mail server drops nothing that another one would send."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, processes
from studyhub.delivery.mailing import troubles
from studyhub.delivery.models import Channel, DeliveryState, InboxItem, OutboxMessage, Process, ProcessKind, TroubleKind
from studyhub.version import version
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, turn, use_mail_server

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def greet(cast: Cast, key: str = "greeting:1") -> None:
    outbox.add("greeting", cast.botan, key=key, payload={}, now=NOON)
    db.session.commit()


def states() -> list[DeliveryState]:
    """Of what the test sends: reminders come by themselves besides."""
    mails = select(OutboxMessage.state).filter_by(channel=Channel.MAIL, kind="greeting").order_by(OutboxMessage.id)
    return list(db.session.scalars(mails))


def told(cast: Cast) -> list[str]:
    return list(db.session.scalars(select(InboxItem.kind).where(InboxItem.user_id == cast.admin.id)))


def test_without_a_mail_server_mail_waits_a_day_and_administrators_are_told_once(app: Flask, cast: Cast) -> None:
    greet(cast)
    turn(app)
    greet(cast, "greeting:2")
    turn(app, NOON + DAY - MINUTE)
    assert states() == [DeliveryState.WAITING] * 2

    turn(app, NOON + DAY)

    assert states() == [DeliveryState.DROPPED] * 2
    assert told(cast) == ["mail_off"]


def test_a_mail_server_that_is_set_within_a_day_gets_what_waits(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    with pytest.MonkeyPatch.context() as patch:
        use_no_mail_server(app, patch)
        greet(cast)
        turn(app)

    turn(app, NOON + timedelta(hours=20))
    send_all(app, NOON + timedelta(hours=20))

    assert len([mail for mail in sink.mails if "greeting" in mail["Subject"]]) == 1
    assert troubles.lasting() == []


@pytest.mark.parametrize("kind", list(ProcessKind))
def test_that_there_is_no_mail_server_is_taken_back_once_a_process_with_one_turns(
    app: Flask, cast: Cast, sink: sinks.Sink, kind: ProcessKind
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        use_no_mail_server(app, patch)
        greet(cast)
        turn(app)
    assert told(cast) == ["mail_off"]

    turn(app, NOON + MINUTE, kind)

    assert (told(cast), troubles.lasting()) == ([], [])


def test_a_worker_without_settings_leaves_mail_to_those_who_have_them(
    app: Flask, cast: Cast, sink: sinks.Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(app, NOON + DAY)
    greet(cast)
    with monkeypatch.context() as patch:
        use_no_mail_server(app, patch)
        turn(app, NOON + 2 * DAY - MINUTE)
        send_all(app, NOON + 2 * DAY - MINUTE)
    assert states() == [DeliveryState.WAITING]

    send_all(app, NOON + 2 * DAY)

    assert len([mail for mail in sink.mails if "greeting" in mail["Subject"]]) == 1


def test_a_server_without_a_worker_drops_nothing(app: Flask, cast: Cast) -> None:
    greet(cast)

    turn(app, NOON + 2 * DAY, ProcessKind.WEB)

    assert states() == [DeliveryState.WAITING]


def test_settings_that_only_a_web_process_has_are_told_of(
    app: Flask, cast: Cast, sink: sinks.Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(app, NOON, ProcessKind.WEB)
    greet(cast)
    use_no_mail_server(app, monkeypatch)
    for minute in range(11):
        turn(app, NOON + minute * MINUTE)

    assert [trouble.kind for trouble in troubles.lasting()] == [TroubleKind.WORKER_UNSET]
    assert told(cast) == ["mail_trouble"]


def test_processes_say_what_they_are_and_are_forgotten(app: Flask, cast: Cast) -> None:
    turn(app, NOON, ProcessKind.WEB)
    turn(app, NOON, ProcessKind.SERVER)

    seen = [(one.kind, one.version, one.has_mail) for one in db.session.scalars(processes.running(NOON))]
    turn(app, NOON + 3 * DAY)

    assert seen == [(ProcessKind.WEB, version(), False), (ProcessKind.SERVER, version(), False)]
    assert list(db.session.scalars(select(Process.kind))) == [ProcessKind.WORKER]


def test_a_worker_that_stopped_is_missed_after_five_minutes(app: Flask, cast: Cast) -> None:
    assert not processes.is_worker_gone(NOON)
    turn(app)

    assert not processes.is_worker_gone(NOON + 5 * MINUTE)
    assert processes.is_worker_gone(NOON + 6 * MINUTE)


def test_web_processes_alone_miss_a_worker(app: Flask, cast: Cast) -> None:
    turn(app, NOON, ProcessKind.WEB)

    assert processes.is_worker_gone(NOON + 6 * MINUTE)


def use_no_mail_server(app: Flask, patch: pytest.MonkeyPatch) -> None:
    use_mail_server(app, patch, None)
