"""A mail server, and a kind of message to send."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery import outbox, worker
from studyhub.delivery.models import WORKING, ProcessKind
from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.smtp import Smtp
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks


def greeting(payload: Payload, language: str) -> Message:
    """Says the language, something translated, and a moment in the reader's zone."""
    if payload.get("is_broken"):
        raise KeyError("title")
    subject = payload.get("subject", "A greeting")
    return Message(f"{language}: {subject}", [_("Notices"), dates.when(NOON)], "/circles/", _("Mark as read"))


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with two kinds more; `account` cannot be turned off."""
    kinds = app.extensions["studyhub_messages"]
    monkeypatch.setitem(kinds, "greeting", Kind(greeting, "Greetings", "Manners"))
    monkeypatch.setitem(kinds, "account", Kind(greeting, "Account", "Manners", can_be_turned_off=False))
    outbox.arrived.clear()
    return app


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The Cast whose circle talks about what all have read: no worker tells anybody of chapters without a presenter."""
    cast.circle.format = Format.DISCUSSED
    return cast


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[sinks.Sink]:
    """A mail server that the application sends through."""
    taking = sinks.Sink()
    with sinks.running(taking) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        yield taking


def use_mail_server(app: Flask, monkeypatch: pytest.MonkeyPatch, smtp: Smtp | None) -> None:
    """Let the application send through this mail server, or through none."""
    settings = dataclasses.replace(app.config["STUDYHUB_SETTINGS"], smtp=smtp)
    monkeypatch.setitem(app.config, "STUDYHUB_SETTINGS", settings)


def turn(app: Flask, now: datetime = NOON, kind: ProcessKind = ProcessKind.WORKER) -> None:
    """Do what a process does once a minute: say that it turns, and what a worker does besides."""
    db.session.commit()
    worker.turn(app, worker.introduce(app, kind), now)
    if kind in WORKING:
        worker.run_ticks(app, now)
    db.session.expire_all()


def send_all(app: Flask, now: datetime = NOON) -> None:
    """Commit what the test has set up, and let a worker deal with all that is due."""
    db.session.commit()
    work_off(app, now)


def work_off(app: Flask, now: datetime = NOON) -> None:
    """Be a worker until nothing is due any more."""
    while worker.run_once(app, now):
        pass
