"""What a mail looks like to people and to machines."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.mailing import letters
from studyhub.delivery.texts import Message, letter_of
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all

ENVELOPE = letters.Envelope(
    "botan@example.com", "hub@example.org", "abc", NOON, "ja", "https://hub.example.org", "/u/1"
)
TEMPLATES = Environment(
    loader=DictLoader(dict.fromkeys(("delivery/mail.txt", "delivery/mail.html"), "{{ letter.subject }}")),
    autoescape=True,
)


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def sent(app: Flask, sink: sinks.Sink) -> EmailMessage:
    send_all(app)
    [mail] = sink.mails
    return mail


def test_mail_speaks_the_readers_language_and_zone(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    cast.botan.language, cast.botan.time_zone = "en", "Europe/Berlin"
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)

    mail = sent(app, sink)

    assert mail["Subject"] == "en: A greeting"
    assert part(mail, "plain").splitlines()[:5] == ["Notices", "", "Tue, Dec 1 04:00", "", "Mark as read"]


def test_mail_speaks_as_the_organisation_to_whoever_chose_nothing(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="1", payload={"subject": "第3回のお知らせ"}, now=NOON)

    mail = sent(app, sink)

    assert mail["Subject"] == "ja: 第3回のお知らせ"
    assert part(mail, "plain").splitlines()[:5] == ["お知らせ", "", "12月1日(火) 12:00", "", "既読にする"]


def test_mail_links_lead_to_the_public_address(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)

    mail = sent(app, sink)

    assert "http://127.0.0.1:8000/circles/" in part(mail, "plain").splitlines()
    assert 'href="http://127.0.0.1:8000/circles/">既読にする</a>' in part(mail, "html")


def test_mail_says_that_a_machine_wrote_it_and_how_to_stop_it(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON)

    mail = sent(app, sink)

    assert mail["From"] == "StudyHub <studyhub@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")


def test_mail_that_cannot_be_turned_off_offers_no_way_to(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("account", cast.botan, key="1", payload={}, now=NOON)

    mail = sent(app, sink)

    assert mail["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in part(mail, "plain") + part(mail, "html")


def test_mail_to_an_address_offers_nobody_elses_way_out(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="1", payload={}, now=NOON, address="new@example.com")

    mail = sent(app, sink)

    assert (mail["To"], mail["List-Unsubscribe"]) == ("new@example.com", None)


def test_html_shows_markup_as_text(app: Flask, cast: Cast, sink: sinks.Sink) -> None:
    outbox.add("greeting", cast.botan, key="1", payload={"subject": "<script>alert(1)</script>"}, now=NOON)
    db.session.commit()

    html = part(sent(app, sink), "html")

    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# A machine with much else to do is no slower at folding.
@settings(deadline=None)
@given(st.text())
def test_no_subject_adds_a_header(subject: str) -> None:
    mail = letters.compose(ENVELOPE, letter_of(Message(f"回: {subject}")), TEMPLATES)

    read = message_from_bytes(mail.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert read.keys() == mail.keys()


WORDS = st.lists(st.text("輪読会のは第回あ（）「」abc12", min_size=1, max_size=12), min_size=1, max_size=12)


@settings(deadline=None)
@given(WORDS.map(" ".join))
@example("「4章 遅れを待つ」の担当はDaiさんです（2027年1月4日(月) 時計の本 輪読会 第4回）")
def test_a_long_subject_is_read_with_every_space_it_was_written_with(subject: str) -> None:
    mail = letters.compose(ENVELOPE, letter_of(Message(subject)), TEMPLATES)

    read = message_from_bytes(mail.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert read["Subject"] == subject


@pytest.mark.parametrize(
    "address", ["", "botan", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a\x00@b.example", "a b@c"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    envelope = letters.Envelope(address, *list(vars(ENVELOPE).values())[1:])

    with pytest.raises(letters.BadAddress):
        letters.compose(envelope, letter_of(Message("Hello")), TEMPLATES)
