"""What keeps all mail from going out is one trouble: told once, at the right time, failing no mail, ended by itself."""

import dataclasses
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPConnectError, SMTPNotSupportedError, SMTPResponseException, SMTPServerDisconnected

import pytest
import trustme
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.delivery.mailing import diagnosis, leases, troubles
from studyhub.delivery.models import Channel, DeliveryState, InboxItem, MailTrouble, OutboxMessage, TroubleKind
from studyhub.people.models import User
from studyhub.smtp import Smtp, SmtpSecurity
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, turn, use_mail_server

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certification authority that no system knows."""
    return trustme.CA()


def greet(user: User, count: int = 1) -> None:
    for number in range(count):
        outbox.add("greeting", user, key=f"greeting:{number}", payload={}, now=NOON)
    db.session.commit()


def mails() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMessage).filter_by(channel=Channel.MAIL).order_by(OutboxMessage.id)))


def told(user: User) -> list[str]:
    """The kinds of trouble that a person has found in the inbox, in order."""
    items = select(InboxItem).where(InboxItem.user_id == user.id, InboxItem.kind == "mail_trouble")
    return [item.payload["kind"] for item in db.session.scalars(items.order_by(InboxItem.id))]


def lasting() -> list[TroubleKind]:
    db.session.expire_all()
    return [trouble.kind for trouble in troubles.lasting()]


@contextmanager
def server(kind: TroubleKind, sink: sinks.Sink, authority: trustme.CA, port: int) -> Iterator[Smtp]:
    """A mail server that gives this kind of trouble."""
    if kind is TroubleKind.CERTIFICATE:
        with sinks.running(sink, port, tls=sinks.certificate(authority, "127.0.0.1")) as smtp:
            yield smtp
    elif kind is TroubleKind.SIGN_IN:
        tls = sinks.certificate(authority, "127.0.0.1")
        with sinks.running(sink, port, tls=tls, password=sinks.RIGHT) as smtp:
            yield dataclasses.replace(smtp, user="studyhub", password=sinks.WRONG)
    elif kind is TroubleKind.REFUSED:
        sink.sender_answer = "550 Sender is not allowed"
        with sinks.running(sink, port) as smtp:
            yield smtp
    elif kind is TroubleKind.ENCRYPTION:
        with sinks.running(sink, port) as smtp:
            yield dataclasses.replace(smtp, security=SmtpSecurity.TLS)
    else:
        with sinks.running(sink, port) as smtp:
            yield dataclasses.replace(smtp, security=SmtpSecurity.STARTTLS)


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> str:
    """The file of that authority."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (TroubleKind.CERTIFICATE, "unable to get local issuer certificate"),
        (TroubleKind.SIGN_IN, "535 5.7.8 Authentication credentials invalid"),
        (TroubleKind.REFUSED, "550 Sender is not allowed"),
        (TroubleKind.NO_STARTTLS, "STARTTLS extension not supported by server."),
    ],
)
def test_what_will_not_mend_itself_is_told_at_once_and_fails_no_mail(
    app: Flask,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
    ca: str,
    kind: TroubleKind,
    said: str,
) -> None:
    greet(cast.botan, 4)
    with server(kind, sinks.Sink(), authority, sinks.free_port()) as smtp:
        trusted = smtp if kind is TroubleKind.CERTIFICATE else dataclasses.replace(smtp, ca=ca)
        use_mail_server(app, monkeypatch, trusted)

        send_all(app)

    assert told(cast.admin) == [kind]
    assert [trouble.error for trouble in troubles.lasting()] == [said]
    assert {mail.state for mail in mails()} == {DeliveryState.WAITING}


def test_a_port_that_speaks_no_tls_is_told_at_once(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    greet(cast.botan)
    with server(TroubleKind.ENCRYPTION, sinks.Sink(), authority, sinks.free_port()) as smtp:
        use_mail_server(app, monkeypatch, smtp)

        send_all(app)

    assert told(cast.admin) == [TroubleKind.ENCRYPTION]


def test_an_authority_of_ones_own_is_trusted_when_its_file_is_named(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, ca: str
) -> None:
    greet(cast.botan)
    sink = sinks.Sink()
    with sinks.running(sink, tls=sinks.certificate(authority, "127.0.0.1"), password=sinks.RIGHT) as smtp:
        use_mail_server(app, monkeypatch, dataclasses.replace(smtp, ca=ca, user="studyhub", password=sinks.RIGHT))

        send_all(app)

    assert (len(sink.mails), lasting()) == (1, [])


def test_a_week_with_a_wrong_password_is_one_message_and_loses_no_mail(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, ca: str
) -> None:
    greet(cast.botan, 4)
    port, sink = sinks.free_port(), sinks.Sink()
    with server(TroubleKind.SIGN_IN, sink, authority, port) as smtp:
        use_mail_server(app, monkeypatch, dataclasses.replace(smtp, ca=ca))
        for hour in range(0, 8 * 24, 24):
            send_all(app, NOON + timedelta(hours=hour))
            turn(app, NOON + timedelta(hours=hour))

    with sinks.running(sink, port) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        send_all(app, NOON + timedelta(days=9))

    assert told(cast.admin) == [TroubleKind.SIGN_IN]
    # A week brings reminders of sessions besides.
    greetings = [mail for mail in sink.mails if "greeting" in mail["Subject"]]
    assert (len(greetings), lasting()) == (4, [])
    assert {mail.state for mail in mails()} == {DeliveryState.SENT}


def test_a_server_that_is_away_is_told_of_within_fifteen_minutes_and_not_at_once(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))
    greet(cast.botan)
    heard_at = None
    for minute in range(16):
        send_all(app, NOON + minute * MINUTE)
        turn(app, NOON + minute * MINUTE)
        heard_at = heard_at or (minute if told(cast.admin) else None)

    assert (heard_at, told(cast.admin)) == (10, [TroubleKind.UNREACHABLE])


def test_a_server_that_is_away_now_in_one_way_and_now_in_another_is_one_trouble(cast: Cast) -> None:
    for minute in range(11):
        kind = [TroubleKind.UNREACHABLE, TroubleKind.AWAY][minute % 2]
        troubles.note(kind, "421 Busy", now=NOON + minute * MINUTE)

    troubles.look(NOON + 10 * MINUTE)

    [trouble] = troubles.lasting()
    assert (trouble.began_at, trouble.failures) == (NOON, 11)
    assert told(cast.admin) == [TroubleKind.UNREACHABLE]


def test_a_server_that_is_back_gets_all_at_once_and_the_trouble_ends(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, sink = sinks.free_port(), sinks.Sink()
    use_mail_server(app, monkeypatch, sinks.settings_at(port))
    greet(cast.botan, 5)
    for minute in range(30):
        send_all(app, NOON + minute * MINUTE)
    assert lasting() == [TroubleKind.UNREACHABLE]

    with sinks.running(sink, port):
        send_all(app, NOON + timedelta(hours=1))

    assert (len(sink.mails), lasting()) == (5, [])


def test_a_server_in_trouble_is_asked_once_a_rest_however_many_mails_wait(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))
    greet(cast.botan, 20)
    for minute in range(15):
        send_all(app, NOON + minute * MINUTE)

    # At 0, 1, 3 and 7 minutes.
    assert db.session.scalars(select(MailTrouble.failures)).one() == 4


def test_a_clock_that_is_set_back_ends_the_rest(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    port, sink = sinks.free_port(), sinks.Sink()
    use_mail_server(app, monkeypatch, sinks.settings_at(port))
    greet(cast.botan)
    send_all(app, NOON + timedelta(days=180))

    with sinks.running(sink, port):
        send_all(app, NOON + MINUTE)

    assert len(sink.mails) == 1


def test_trouble_that_comes_and_goes_is_told_once_an_hour(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(1))
    for minute in (0, 10, 20, 120):
        troubles.note(TroubleKind.SIGN_IN, "535", now=NOON + minute * MINUTE)
        troubles.mail_flows(NOON + (minute + 1) * MINUTE)

    assert told(cast.admin) == [TroubleKind.SIGN_IN] * 2


def test_another_kind_of_trouble_takes_the_place_of_the_first(app: Flask, cast: Cast) -> None:
    troubles.note(TroubleKind.CERTIFICATE, "expired", now=NOON)

    troubles.note(TroubleKind.SIGN_IN, "535", now=NOON + MINUTE)

    assert lasting() == [TroubleKind.SIGN_IN]


def test_a_mail_that_is_put_off_is_told_of_and_holds_up_no_other(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "450 Try later"
    greet(cast.botan)
    greet(cast.chika)
    for minute in range(14):
        send_all(app, NOON + minute * MINUTE)
        turn(app, NOON + minute * MINUTE)
    assert told(cast.admin) == [TroubleKind.PUT_OFF]
    assert [mail["To"] for mail in sink.mails] == ["chika@example.com"]

    sink.answers.clear()
    send_all(app, NOON + timedelta(hours=1))
    turn(app, NOON + timedelta(hours=1))

    assert (len(sink.mails), lasting()) == (2, [])


def test_a_server_that_refuses_one_address_is_in_no_trouble(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    troubles.note(TroubleKind.AWAY, "refused", now=NOON - timedelta(hours=1))
    sink.answers["botan@example.com"] = "550 No such person"
    greet(cast.botan)

    send_all(app)

    assert lasting() == []


def test_many_refused_addresses_are_one_message_a_day(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    sink.answers["botan@example.com"] = "550 No such person"
    greet(cast.botan, 4)

    send_all(app)

    items = select(InboxItem.payload).where(InboxItem.user_id == cast.admin.id, InboxItem.kind == "mail_failed")
    assert [payload["address"] for payload in db.session.scalars(items)] == ["botan@example.com"]


def test_a_worker_that_starts_tries_at_once(app: Flask, cast: Cast) -> None:
    troubles.note(TroubleKind.SIGN_IN, "535", now=NOON)
    db.session.commit()
    assert troubles.is_resting(NOON)
    db.session.commit()

    worker.begin(app)

    assert not troubles.is_resting(NOON)


def looked_up(code: int) -> OSError:
    return socket.gaierror(code, "the name")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (looked_up(socket.EAI_NONAME), TroubleKind.NAME),
        (looked_up(socket.EAI_AGAIN), TroubleKind.UNREACHABLE),
        (ConnectionRefusedError(111, "Connection refused"), TroubleKind.UNREACHABLE),
        (TimeoutError("timed out"), TroubleKind.UNREACHABLE),
        (SMTPServerDisconnected("Connection unexpectedly closed"), TroubleKind.AWAY),
        (SMTPConnectError(421, b"Too many connections"), TroubleKind.AWAY),
        (SMTPConnectError(554, b"Your network is not welcome"), TroubleKind.REFUSED),
        (SMTPResponseException(454, b"TLS not available"), TroubleKind.AWAY),
        (SMTPResponseException(530, b"Authentication required"), TroubleKind.SIGN_IN),
        (SMTPNotSupportedError("SMTP AUTH extension not supported by server."), TroubleKind.SIGN_IN),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), TroubleKind.ENCRYPTION),
    ],
    ids=str,
)
def test_every_error_has_its_kind(error: OSError, kind: TroubleKind) -> None:
    assert diagnosis.trouble(error).kind is kind


def test_what_a_server_says_is_one_short_line() -> None:
    said = diagnosis.answer(550, b"no\r\nBcc: somebody\xff " + b"x" * 9000)

    assert said.startswith("550 no Bcc: somebody")
    assert len(said) == leases.ERROR_MAX_CHARS
