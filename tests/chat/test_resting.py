"""A chat that hangs: mail does not wait for it, and after a failure its host rests for all webhooks of it."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from flask import Flask

from studyhub import clock
from studyhub.chat import deciding, resting, testing, webhooks
from studyhub.chat.models import ChatForm, ChatHost, Webhook
from studyhub.chat.posting import Taken, ToChat
from studyhub.chat.webhooks import NewWebhook
from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.outgoing import requesting
from studyhub.outgoing.answers import Trouble
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.chat.sink import listening
from tests.delivery import sink as sinks
from tests.outgoing.stub import says
from tests.reminders.looking import tokyo

DUE = tokyo("2026-12-01T16:00")


@pytest.fixture(autouse=True)
def talking(cast: Cast) -> None:
    """Nobody presents, so that nobody is looked for."""
    cast.circle.format = Format.DISCUSSED


@dataclass
class Hanging:
    """A chat that takes what it is told, and answers nothing until it is over."""

    address: str = ""
    was_asked: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)

    def answer(self, _handler: BaseHTTPRequestHandler) -> None:
        self.was_asked.set()
        self.is_over.wait(60)


@pytest.fixture
def hanging(app: Flask) -> Iterator[Hanging]:
    chat = Hanging()
    with listening(app, chat.answer) as chat.address:
        yield chat


def add(cast: Cast, address: str, name: str = "#sre") -> Webhook:
    return webhooks.add(cast.circle, NewWebhook(name, ChatForm.SLACK, address), by=cast.aki, now=NOON)


def tell_day_before() -> None:
    clock.start_at(DUE)
    deciding.look(DUE)
    db.session.commit()


def turn(outcome: str, minutes: float = 0) -> str | None:
    """Take what is due then, and note that this came of it; the name of the webhook that was taken."""
    now = DUE + timedelta(minutes=minutes)
    taken: Taken | None = ToChat().take(now)
    if taken is None:
        return None
    ToChat().note(taken, outcome, now)
    db.session.commit()
    return db.session.get_one(Webhook, taken.webhook_id).name


def test_mail_goes_out_while_a_chat_hangs(
    app: Flask, cast: Cast, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So slow that whoever waits for it waits longer than this test.
    monkeypatch.setattr(requesting, "READ_SECONDS", 50)
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 60)
    add(cast, hanging.address)
    tell_day_before()
    taking, stop = sinks.Sink(), threading.Event()
    with sinks.running(taking) as smtp:
        monkeypatch.setitem(app.config, "STUDYHUB_SETTINGS", replace(app.config["STUDYHUB_SETTINGS"], smtp=smtp))
        working = threading.Thread(target=worker.run, args=(app, stop))
        working.start()
        try:
            assert hanging.was_asked.wait(20)
            outbox.add("mail_off", None, address="botan@example.com", key="greeting", payload={}, now=DUE)
            db.session.commit()

            taking.wait_for(lambda mail: mail["To"] == "botan@example.com", 20)
        finally:
            stop.set()
            hanging.is_over.set()
            working.join()


def test_one_server_is_told_while_others_hang(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # So slow that whoever waits for them waits longer than this test.
    monkeypatch.setattr(requesting, "READ_SECONDS", 50)
    monkeypatch.setattr(requesting, "WHOLE_SECONDS", 60)
    ones, was_told, stop = [Hanging(), Hanging()], threading.Event(), threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        was_told.set()
        says(b"ok", 200)(handler)

    with ExitStack() as chats:
        for number, one in enumerate(ones):
            add(cast, chats.enter_context(listening(app, one.answer)), f"#hangs-{number}")
        add(cast, chats.enter_context(listening(app, answer)), "#answers")
        tell_day_before()
        working = threading.Thread(target=worker.run, args=(app, stop))
        working.start()
        try:
            assert all(one.was_asked.wait(20) for one in ones)
            assert was_told.wait(20)
        finally:
            stop.set()
            for one in ones:
                one.is_over.set()
            working.join()


def test_a_server_is_told_one_thing_at_a_time(cast: Cast) -> None:
    for number in (1, 2):
        add(cast, f"https://one.example/{number}", f"#{number}")
    add(cast, "https://other.example/1", "#other")
    tell_day_before()

    taken = [ToChat().take(DUE) for _ in range(3)]

    names = [one and db.session.get_one(Webhook, one.webhook_id).name for one in taken]
    assert names == ["#1", "#other", None]


def test_two_workers_take_of_one_server_one_thing(app: Flask, cast: Cast) -> None:
    for number in (1, 2):
        add(cast, f"https://one.example/{number}", f"#{number}")
    tell_day_before()
    found: list[Taken | None] = []

    def take() -> None:
        found.append(ToChat().take(DUE))
        db.session.commit()

    at_once(app, [take, take])

    assert [one is None for one in found].count(False) == 1


def test_a_server_that_hangs_rests_for_all_its_webhooks_and_no_other(cast: Cast) -> None:
    for name in ("#one", "#two"):
        add(cast, f"https://hangs.example/{name[1:]}", name)
    add(cast, "https://answers.example/three", "#three")
    tell_day_before()

    taken = [turn(Trouble.SLOW), turn("fine"), turn("fine")]
    after_a_minute = [turn(Trouble.SLOW, 1), turn(Trouble.SLOW, 1), turn(Trouble.SLOW, 2.9)]

    assert taken == ["#one", "#three", None]
    # The other one is tried next, and the pause doubles though it is its first failure.
    assert after_a_minute == ["#two", None, None]
    assert turn("fine", 3) == "#one"


def test_a_pause_of_a_server_ends_after_half_an_hour(cast: Cast) -> None:
    for times in range(1, 9):
        resting.note("hangs.example", Trouble.AWAY, DUE)
        at_fault = db.session.scalars(db.select(ChatHost)).one()
        assert (at_fault.failures, at_fault.rests_until - DUE) == (times, timedelta(minutes=min(2 ** (times - 1), 30)))


@pytest.mark.parametrize("outcome", ["fine", "status_500", "status_404", Trouble.TOO_LARGE])
def test_whichever_answer_wakes_a_server(cast: Cast, outcome: str) -> None:
    for name in ("#one", "#two"):
        add(cast, f"https://hangs.example/{name[1:]}", name)
    tell_day_before()
    turn(Trouble.SLOW)

    assert turn(outcome, 1) == "#two"

    assert db.session.scalars(db.select(ChatHost)).all() == []


def test_a_test_that_arrives_wakes_a_server(cast: Cast, webhook: Webhook) -> None:
    resting.note(webhook.host, Trouble.SLOW, DUE)

    testing.note(webhook.id, "fine", now=DUE)

    assert db.session.scalars(db.select(ChatHost)).all() == []


def test_two_workers_that_wait_for_one_server_count_both_failures(cast: Cast) -> None:
    db.session.commit()

    assert at_once(cast.app, [lambda: resting.note("hangs.example", Trouble.SLOW, DUE)] * 2) == ["done", "done"]

    assert db.session.scalars(db.select(ChatHost.failures)).all() == [2]


def test_a_server_that_was_not_tried_for_a_day_is_tried_anew(cast: Cast) -> None:
    resting.note("hangs.example", Trouble.SLOW, DUE)

    resting.forget_old(DUE + timedelta(days=1, minutes=1))

    assert db.session.scalars(db.select(ChatHost)).all() == []


def test_the_page_says_that_a_server_rests(cast: Cast) -> None:
    add(cast, "https://hangs.example/one")
    resting.note("hangs.example", Trouble.SLOW, DUE)
    clock.start_at(DUE)

    page = cast.browser(cast.aki).get("/circles/sre/chat/").text

    assert "サーバー hangs.example から1回続けて応答がありません。12月1日(火) 16:01 に" in page
