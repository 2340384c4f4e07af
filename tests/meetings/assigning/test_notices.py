"""A notice that asks for a presenter is read by itself once nobody can answer it any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.delivery.models import InboxItem
from studyhub.meetings import phrases
from studyhub.meetings.assigning import assignments, reading_together, suggestions
from studyhub.meetings.assigning.cover import calling, covering, notices
from studyhub.meetings.changing import cancelling
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, statements, suggest


def unread(user: User, *kinds: str) -> list[str]:
    """What this person has yet to read of these kinds, once the worker has looked."""
    inbox.deliver_due(NOON)
    notices.end_answered(NOON)
    db.session.commit()
    mine = db.select(InboxItem.kind).where(InboxItem.user_id == user.id, InboxItem.read_at.is_(None))
    return list(db.session.scalars(mine.where(InboxItem.kind.in_(kinds))))


def test_a_call_for_several_chapters_lasts_until_all_are_taken(cast: Cast) -> None:
    """The first two sessions are within fourteen days."""
    calling.call(NOON)
    assert unread(cast.botan, "chapters_wanted") == ["chapters_wanted"]

    claim(cast, cast.aki)
    assert unread(cast.botan, "chapters_wanted") == ["chapters_wanted"]

    assignments.claim(cast.meetings[1], chapter_of(cast.meetings[1]), cast.aki, now=NOON)
    assert unread(cast.botan, "chapters_wanted") == []


def take_over(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)


def keep(cast: Cast) -> None:
    assignments.keep(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)


def read_together(cast: Cast) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)


def discuss(cast: Cast) -> None:
    cast.meeting.format = Format.DISCUSSED


def call_off(cast: Cast) -> None:
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON)


@pytest.mark.parametrize("act", [take_over, keep, read_together, discuss, call_off])
def test_a_request_for_cover_lasts_until_it_needs_no_answer(cast: Cast, act: Callable[[Cast], None]) -> None:
    claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assert unread(cast.aki, "cover_wanted") == ["cover_wanted"]

    act(cast)

    assert unread(cast.aki, "cover_wanted") == []


@pytest.mark.parametrize("act", [take_over, keep, read_together, discuss, call_off])
def test_that_cover_is_looked_for_is_told_its_presenter_as_long_as_it_is(
    cast: Cast, act: Callable[[Cast], None]
) -> None:
    mine = claim(cast, cast.botan)
    covering.want_cover_for(cast.meeting, chapter_of(cast.meeting), [mine.id], by=cast.aki, now=NOON)
    assert unread(cast.botan, "cover_sought") == ["cover_sought"]

    act(cast)

    assert unread(cast.botan, "cover_sought") == []


@pytest.mark.parametrize("how", ["accepted", "lapsed", "over"])
def test_what_one_is_asked_lasts_until_one_can_answer_no_more(cast: Cast, how: str) -> None:
    asked = suggest(cast, cast.botan)
    assert unread(cast.botan, "assignment_suggested") == ["assignment_suggested"]

    if how == "accepted":
        assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    elif how == "lapsed":
        asked.answer_until = NOON
    else:
        suggestions.take_off(cast.meeting, chapter_of(cast.meeting), asked.id, by=cast.aki, now=NOON)

    assert unread(cast.botan, "assignment_suggested") == []


def test_of_many_notices_as_much_is_asked_as_of_one(cast: Cast) -> None:
    calling.call(NOON)
    unread(cast.botan)
    db.session.commit()
    with statements() as of_one:
        notices.end_answered(NOON)
    for person in cast.people(5):
        payload = db.session.scalars(db.select(InboxItem.payload).filter_by(kind="chapters_wanted")).first() or {}
        inbox.put("chapters_wanted", [person], key="more", payload=payload, now=NOON)
    db.session.commit()

    with statements() as of_many:
        notices.end_answered(NOON + timedelta(minutes=1))

    assert len(of_many) == len(of_one)


def test_notices_and_requests_name_the_chapter_as_its_session_does(cast: Cast) -> None:
    go_to(NOON)
    suggest(cast, cast.botan)
    inbox.deliver_due(NOON)
    browser = cast.browser(cast.botan)

    for address in ("/", "/inbox/"):
        assert "「1章 Chapter 1」" in browser.get(address).text


@pytest.mark.parametrize(
    ("chapter", "named"),
    [
        ({"chapter_number": "3", "chapter_kind": "chapter"}, "“Chapter 3 SLOs”"),
        ({"chapter_number": "Appendix A", "chapter_kind": "appendix"}, "“Appendix A SLOs”"),
        ({"chapter_number": None, "chapter_kind": "chapter"}, "“SLOs”"),
        ({}, "“SLOs”"),
    ],
)
def test_a_chapter_without_a_number_is_named_by_its_title(
    app: Flask, chapter: dict[str, str | None], named: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert phrases.chapter({**chapter, "chapter_title": "SLOs"}) == named
