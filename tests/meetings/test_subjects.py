"""Subjects of mails: many look alike, so each says which session and which day it is about."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings import messages
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.changing import following, postponing
from studyhub.meetings.signing_up import signups
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings.scenes import change, chapter_of, details_of, go_to, later


def subjects(kind: str) -> set[str]:
    """The subjects of the mails of this kind, in Japanese."""
    payloads = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind=kind))
    with speaking("ja", "Asia/Tokyo"):
        return {messages.KINDS[kind].render(payload, "ja").subject for payload in payloads}


def changed(cast: Cast) -> None:
    change(cast, cast.meeting, place="Room C")


def postponed(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)


def moved(cast: Cast) -> None:
    # Botan has a place in one of the two sessions that move.
    third = cast.meetings[2]
    signups.withdraw(third, cast.botan, now=NOON)
    following.update_with_following(third, details_of(third, **later(third, days=1)), by=cast.aki, now=NOON)


@pytest.mark.parametrize(
    ("kind", "happens", "said"),
    [
        ("meeting_changed", changed, "変更:12月2日(水) SRE 第1回"),
        ("meeting_changed", postponed, "延期:12月2日(水) SRE 第1回"),
        ("meetings_moved", moved, "変更:12月24日(木) SRE 第4回"),
    ],
)
def test_a_change_names_its_session_and_day(cast: Cast, kind: str, happens: Callable[[Cast], None], said: str) -> None:
    happens(cast)

    assert said in subjects(kind)


def test_two_who_present_together_are_named_together(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    assignments.pair(cast.meeting, chapter, cast.chika, now=NOON)

    assert f"「1章 {chapter.title}」はBotanさんとChikaさんの2人で担当します" in subjects("assignment_taken")


def test_who_drops_out_on_the_day_leaves_the_organiser_a_decision(cast: Cast) -> None:
    chapter, morning = chapter_of(cast.meeting), cast.meeting.starts_at - timedelta(hours=9)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    last_minute.cannot_present(cast.meeting, chapter, cast.botan, now=morning)
    go_to(morning)

    home = cast.browser(cast.aki).get("/").text

    assert subjects("cannot_present") == {
        f"Botanさんが「1章 {chapter.title}」を発表できなくなりました。どうするか決めてください"
    }
    assert "を発表できなくなりました" in home
