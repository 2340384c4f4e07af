"""What messages about meetings say, in both languages and in the reader's zone."""

from typing import Any

import pytest
from flask import Flask

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings import assignments, cancelling, messages, postponing, signups, suggestions
from studyhub.meetings.cancelling import Chapters
from studyhub.web.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, small_meeting
from tests.meetings.test_editing import change, later


def sent(kind: str) -> dict[str, Any]:
    """What the outbox carries of this kind."""
    payload: dict[str, Any] | None = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind=kind)).first()
    assert payload is not None
    return payload


def words(kind: str, language: str, zone: str = "Asia/Tokyo") -> str:
    with speaking(language, zone):
        message = messages.KINDS[kind].render(sent(kind), language)
    return "\n".join([message.subject, *message.lines])


def make_all(cast: Cast) -> None:
    """Let every kind of message be sent once."""
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.withdraw(meeting, cast.chika, now=NOON)
    change(cast, cast.meeting, place="Room C", **later(cast.meeting, hours=1))
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "Paged", now=NOON)
    cancelling.cancel(cast.meeting, "Ill", Chapters.MERGE, by=cast.aki, now=NOON)
    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)


@pytest.mark.parametrize("kind", messages.KINDS)
def test_every_kind_is_said_in_both_languages(cast: Cast, kind: str) -> None:
    make_all(cast)

    japanese, english = words(kind, "ja"), words(kind, "en")

    assert any("ぁ" <= sign <= "ん" for sign in japanese)
    assert english.isascii() or not any("ぁ" <= sign <= "ん" for sign in english)


def test_a_change_says_old_and_new(cast: Cast) -> None:
    change(cast, cast.meeting, place="Room C", **later(cast.meeting, hours=1))

    said = words("meeting_changed", "en")

    assert "Time: Wed, Dec 2 19:00–20:30 → Wed, Dec 2 20:00–21:30" in said
    assert "Place: none → Room C" in said


def test_a_change_is_said_in_the_readers_zone_too(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, hours=1))

    said = words("meeting_changed", "en", "America/New_York")

    assert "20:00–21:30 (Asia/Tokyo; for you Wed, Dec 2 06:00)" in said


def test_postponing_says_that_the_date_is_open(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    assert "19:00–20:30 → date open" in words("meeting_changed", "en")


def test_every_kind_is_registered(app: Flask) -> None:
    assert messages.KINDS.keys() <= app.extensions["studyhub_messages"].keys()
