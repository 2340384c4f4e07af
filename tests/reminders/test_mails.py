"""The mails: what they say, in which order, and what is attached."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

import icalendar
import pytest
from flask import Flask

from studyhub import clock
from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery.models import Channel, DeliveryState, OutboxMessage
from studyhub.meetings.assigning import assignments, reading_together
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import signups
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.people.models import UserState
from studyhub.reminders import stopping
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, use_mail_server
from tests.delivery.test_letters import part
from tests.meetings.scenes import change, chapter_of, later
from tests.reminders.looking import look, tokyo

DAY_BEFORE, HOUR_BEFORE = "2026-12-01T16:00", "2026-12-02T18:00"


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[sinks.Sink]:
    """A mail server that the application sends through."""
    taking = sinks.Sink()
    with sinks.running(taking) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        yield taking


def mail_at(cast: Cast, sink: sinks.Sink, at: str, reader: str = "botan") -> EmailMessage:
    look(at)
    send_all(cast.app, tokyo(at))
    return next(mail for mail in sink.mails if f"{reader}@" in mail["To"])


def lines_of(mail: EmailMessage) -> list[str]:
    return [line for line in part(mail, "plain").splitlines() if line]


def say(cast: Cast, text: str, likes: int) -> None:
    thought = saying.say(chapter_of(cast.meeting), ThoughtKind.QUESTION, text, by=cast.aki, now=NOON)
    for person in cast.people(likes):
        saying.like(thought, person)


def test_the_day_before_it_says_when_ones_part_what_is_read_and_what_others_wrote(cast: Cast, sink: sinks.Sink) -> None:
    cast.meeting.place, cast.meeting.online_url = "会議室さくら", "https://meet.example.com/sre"
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    for text, likes in (("一つ目", 0), ("二つ目", 2), ("三つ目", 1), ("四つ目", 3)):
        say(cast, text, likes)

    mail = mail_at(cast, sink, DAY_BEFORE)

    assert mail["Subject"] == "明日:12月2日(水) 19:00 SRE 第1回"
    said = [line for line in lines_of(mail) if not line.startswith("http")]
    assert said[:6] == [
        "明日 12月2日(水) 19:00–20:30",
        "SRE 第1回",
        "会議室さくら、またはオンライン ・ 2人が参加",
        "「1章 Chapter 1」の発表、よろしくお願いします。",
        "感想・疑問を書く",
        "オンラインで参加",
    ]
    assert said[6:13] == [
        "今回は欠席する",
        "読むところ ・ 20ページ",
        "- 1章 Chapter 1（発表 Botanさん）",
        "もう届いている感想・疑問",
        "- 四つ目（Aki ・ 同感3）",
        "- 二つ目（Aki ・ 同感2）",
        "- 三つ目（Aki ・ 同感1）",
    ]


@pytest.mark.parametrize("is_whole", [False, True], ids=["a chapter", "the session"])
def test_what_is_read_together_is_said(cast: Cast, sink: sinks.Sink, is_whole: bool) -> None:
    if is_whole:
        cast.meeting.format = Format.READ_TOGETHER
    else:
        reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    mail = mail_at(cast, sink, DAY_BEFORE)

    assert "- 1章 Chapter 1（その場で読む）" in lines_of(mail)


def test_lines_of_one_part_stand_together_in_the_text(cast: Cast, sink: sinks.Sink) -> None:
    for text in ("一つ目", "二つ目"):
        say(cast, text, 0)

    assert re.search("- .つ目（Aki）\n- .つ目（Aki）\n", part(mail_at(cast, sink, DAY_BEFORE), "plain"))


def test_the_looks_say_the_same_in_the_same_order_and_fetch_nothing(cast: Cast, sink: sinks.Sink) -> None:
    say(cast, "<b>太字</b>", 1)

    mail = mail_at(cast, sink, DAY_BEFORE)

    page = part(mail, "html")
    in_order = ("明日 12月2日", "<h1>", "今回は欠席する", "読むところ", "&lt;b&gt;", 'class="foot"')
    places = [page.index(words) for words in in_order]
    assert places == sorted(places)
    assert re.findall(r"<(?:img|link|script|iframe)\b|url\(|@import", page) == []


def test_the_sessions_own_file_is_attached(cast: Cast, sink: sinks.Sink) -> None:
    mail = mail_at(cast, sink, DAY_BEFORE)

    [file] = mail.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    [event] = icalendar.Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert event["UID"] == f"{cast.meeting.uid}@studyhub"
    assert event.decoded("dtstart") == cast.meeting.starts_at


def test_an_hour_before_there_is_one_button(cast: Cast, sink: sinks.Sink) -> None:
    cast.meeting.online_url = "https://meet.example.com/sre"

    mail = mail_at(cast, sink, HOUR_BEFORE)

    assert mail["Subject"] == "あと1時間:12月2日(水) 19:00 SRE 第1回"
    assert re.findall(r'class="button[^"]*" href="([^"]*)"', part(mail, "html")) == ["https://meet.example.com/sre"]


def test_whoever_is_no_member_learns_neither_where_nor_who_nor_what_was_said(cast: Cast, sink: sinks.Sink) -> None:
    cast.meeting.place, cast.meeting.online_url = "会議室さくら", "https://meet.example.com/sre"
    say(cast, "ここだけの話", 1)
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    cast.botan.state = UserState.PENDING

    mail = mail_at(cast, sink, DAY_BEFORE)

    texts = [part(mail, "plain"), part(mail, "html"), *(one.get_content() for one in mail.iter_attachments())]
    everything = "".join(texts)
    assert [word for word in ("さくら", "meet.example", "ここだけ", "人が参加", "Aki") if word in everything] == []


def test_a_reader_elsewhere_reads_their_own_time_too(cast: Cast, sink: sinks.Sink) -> None:
    cast.botan.language, cast.botan.time_zone = "en", "America/New_York"

    mail = mail_at(cast, sink, "2026-12-02T11:00")

    assert lines_of(mail)[0] == "Today Wed, Dec 2 19:00–20:30 (Asia/Tokyo; for you Wed, Dec 2 05:00)"


def became(cast: Cast, kind: str) -> list[DeliveryState]:
    rows = db.select(OutboxMessage.state).filter_by(kind=kind, channel=Channel.MAIL, recipient_id=cast.botan.id)
    return list(db.session.scalars(rows))


@pytest.mark.parametrize("what", ["absent", "called off", "moved", "stopped", "begun"])
def test_what_does_not_hold_any_more_when_the_mail_leaves_is_dropped(cast: Cast, sink: sinks.Sink, what: str) -> None:
    at = tokyo(HOUR_BEFORE)
    look(HOUR_BEFORE)
    if what == "absent":
        signups.be_absent(cast.meeting, cast.botan, now=at)
    elif what == "called off":
        cancelling.cancel(cast.meeting, "Ill", Chapters.DROP, by=cast.aki, now=at)
    elif what == "moved":
        change(cast, cast.meeting, **later(cast.meeting, hours=1))
    elif what == "stopped":
        stopping.stop(cast.botan, cast.circle, now=at)
    else:
        clock.start_at(cast.meeting.starts_at)

    send_all(cast.app, max(at, clock.now()))

    assert became(cast, "hour_before") == [DeliveryState.DROPPED]
