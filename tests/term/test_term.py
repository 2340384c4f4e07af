"""A term of a circle, played with a moved clock: at each step every channel tells what the model says."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import ways, worker
from tests.cast import Cast
from tests.chat.sink import WebhookSink
from tests.delivery.conftest import work_off
from tests.delivery.sink import Sink
from tests.term import channels, session_pages
from tests.term.chat_model import Chat
from tests.term.hands import CHAPTERS, PEOPLE, Hands
from tests.term.model import Term
from tests.term.script import BEGINS, CLOSED, DOWN, SCRIPT, STARTS, Step
from tests.term.worker_model import work

# A worker looks at these times of each day, and at every step; more often would find nothing more.
TURNS = (time(9), time(16))
A_MOMENT = timedelta(seconds=20)
# The plan is the same for all but whose place it marks: read by somebody who has a seat, and by who waits for one.
READERS = ("Eri", "Goro")
# By default PostgreSQL, which computes nothing of this by itself, is asked for what one of so many people is told.
ASKED = {"sqlite": 1, "postgresql": 3}


class Play:
    """The real term beside the model."""

    def __init__(self, app: Flask, cast: Cast, sink: Sink, chat: WebhookSink, *, asked: int = 1) -> None:
        self.app, self.sink, self.chat, self.asked = app, sink, chat, asked
        self.now, self.steps = BEGINS, 0
        self.events: dict[str, dict[int, tuple[channels.Event, int]]] = {who: {} for who in PEOPLE}
        self.hands, self.posts = Hands(cast, chat.address), Chat()
        self.term = Term(STARTS, CHAPTERS)
        self.term.take_over("Chika", now=BEGINS)
        self.term.join("Chika", "participant", now=BEGINS)

    def begin(self) -> None:
        """The organiser plans it."""
        self.hands.close_days(*CLOSED)
        self.hands.plan("Chika")

    def take(self, step: Step) -> None:
        """Let time pass until the step, do it, and let a worker look."""
        for at in turns(self.now, step.at):
            self.look(at)
        self.now = step.at
        if step.what:
            getattr(self.hands, step.what)(step.who, *step.arguments)
            getattr(self.term, step.what)(step.who, *step.arguments, now=step.at)
        if is_up(step.at):
            self.look(step.at)

    def look(self, now: datetime) -> None:
        """One turn of a worker, a moment later: what was done just now is due by then."""
        self.now = now
        db.session.commit()
        worker.run_ticks(self.app, now + A_MOMENT)
        work_off(self.app, now + A_MOMENT)
        self._go_ways(now + A_MOMENT)
        db.session.expire_all()
        work(self.term, now)
        self.posts.look(self.term, now)

    def _go_ways(self, now: datetime) -> None:
        """A worker goes those beside mail in threads of their own."""
        for way in ways.ways_of(self.app):
            while ways.go(way, self.app.config["STUDYHUB_SETTINGS"], now):
                pass

    def differences(self) -> list[tuple[Any, ...]]:
        """Where a channel does not tell what the model says: which, to whom, what it tells, what it should."""
        hands, term, now = self.hands, self.term, self.now
        told: list[tuple[Any, ...]] = [
            ("mails", "", channels.mails_taken(self.sink, hands), channels.mails_meant(term)),
            ("chat", "", channels.posts_taken(self.chat), Counter(self.posts.posts)),
            *(("plan", who, channels.plan_shown(hands, who), channels.plan_meant(term, who, now)) for who in READERS),
            *self._session_pages(),
        ]
        for who in list(PEOPLE)[self.steps % self.asked :: self.asked]:
            events = channels.calendar_shown(hands, who)
            told += [
                ("home", who, channels.home_shown(hands, who), channels.home_meant(term, who, now)),
                ("inbox", who, channels.inbox_shown(hands, who), channels.inbox_meant(term, who, now)),
                ("calendar", who, set(events), channels.calendar_meant(term, who)),
                ("overlooked by calendars", who, self._overlooked(who, events), []),
            ]
        return [one for one in told if one[2] != one[3]]

    def _session_pages(self) -> Iterator[tuple[Any, ...]]:
        """Each session's page, read by one of the readers at this step and by the other at the next."""
        self.steps += 1
        for plan in self.hands.ids:
            who = READERS[(plan + self.steps) % len(READERS)]
            is_shown = session_pages.shown(self.hands, who, plan)
            yield f"page of {plan}", who, is_shown, session_pages.meant(self.term, who, plan, self.now)

    def _overlooked(self, who: str, events: dict[channels.Event, int]) -> list[channels.Event]:
        """Events that are other ones than at the step before and do not say that they changed."""
        before = self.events[who]
        self.events[who] = {event[0]: (event, changes) for event, changes in events.items()}
        known = ((event, changes, *before[event[0]]) for event, changes in events.items() if event[0] in before)
        return [event for event, changes, was, had in known if event != was and changes <= had]


def turns(since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments between two at which a worker looks."""
    day = since.replace(hour=0, minute=0)
    while day < until:
        yield from (at for one in TURNS if since < (at := day.replace(hour=one.hour)) < until and is_up(at))
        day += timedelta(days=1)


def is_up(now: datetime) -> bool:
    """Whether a worker runs."""
    return not DOWN[0] <= now <= DOWN[1]


def test_every_channel_tells_what_the_model_says(
    app: Flask, cast: Cast, sink: Sink, chat: WebhookSink, is_long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Play(app, cast, sink, chat, asked=1 if is_long else ASKED[db.engine.dialect.name])
    # A clock that ran on between two steps would tell a slow machine other things than a quick one.
    monkeypatch.setattr(clock, "now", lambda: play.now.astimezone(UTC))
    play.begin()
    assert play.differences() == []

    for step in SCRIPT:
        play.take(step)

        assert (str(step), play.differences()) == (str(step), [])
