"""What is said, before and after, of where chapters go when a session is called off."""

from datetime import timedelta
from typing import Any

import pytest

from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings import messages
from studyhub.meetings.assigning import assignments, chapters
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import MeetingState
from studyhub.meetings.signing_up import signups
from studyhub.people.models import User
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings import scenes
from tests.meetings.pages import english, page
from tests.meetings.scenes import chapter_of

SOON = NOON + timedelta(hours=1)


def cancel(cast: Cast, number: int, choice: Chapters) -> None:
    cancelling.cancel(cast.meetings[number - 1], "Ill", choice, by=cast.aki, now=NOON)


def claim(cast: Cast, number: int, user: User) -> None:
    meeting = cast.meetings[number - 1]
    assignments.claim(meeting, chapter_of(meeting), user, now=NOON)


def lines(kind: str, user: User, language: str = "en") -> list[str]:
    """What somebody's message says."""
    mine = db.select(OutboxMessage.payload).filter_by(kind=kind, channel=Channel.MAIL, recipient_id=user.id)
    payload: dict[str, Any] | None = db.session.scalar(mine)
    assert payload is not None
    with speaking(language, "Asia/Tokyo"):
        return messages.KINDS[kind].render(payload, language).lines


@pytest.mark.parametrize(
    ("choice", "english", "japanese"),
    [
        (
            Chapters.SLIDE,
            "“Chapter 2 Chapter 2” is read in Session 2, Wed, Dec 16 19:00–20:30.",
            "「2章 Chapter 2」は、第2回（12月16日(水) 19:00–20:30）で読みます。",
        ),
        (
            Chapters.MERGE,
            "“Chapter 2 Chapter 2” is read in Session 2, Wed, Dec 16 19:00–20:30.",
            "「2章 Chapter 2」は、第2回（12月16日(水) 19:00–20:30）で読みます。",
        ),
        (
            Chapters.DROP,
            "“Chapter 2 Chapter 2” is dropped: nobody needs to present it.",
            "「2章 Chapter 2」は読まないことになりました。発表の準備は要りません。",
        ),
    ],
)
def test_presenters_are_told_where_their_chapters_went(
    cast: Cast, choice: Chapters, english: str, japanese: str
) -> None:
    claim(cast, 2, cast.botan)

    cancel(cast, 2, choice)

    assert lines("meeting_cancelled", cast.botan)[1:] == ["Reason: Ill", english]
    assert lines("meeting_cancelled", cast.botan, "ja")[2:] == [japanese]


def test_a_chapter_that_no_later_session_can_take_waits(cast: Cast) -> None:
    claim(cast, 4, cast.botan)

    cancel(cast, 4, Chapters.SLIDE)

    assert lines("meeting_cancelled", cast.botan)[2:] == ["“Chapter 4 Chapter 4” waits until it gets another session."]


def test_who_presents_in_a_later_session_is_told_where_it_slides(cast: Cast) -> None:
    claim(cast, 3, cast.chika)

    cancel(cast, 2, Chapters.SLIDE)

    assert lines("meeting_cancelled", cast.chika)[2:] == [
        "“Chapter 3 Chapter 3” is read in Session 3, Wed, Dec 23 19:00–20:30."
    ]


def test_who_presents_what_stays_where_it_is_is_not_told(cast: Cast) -> None:
    claim(cast, 3, cast.chika)

    cancel(cast, 2, Chapters.MERGE)

    assert "Chika" not in scenes.messages("meeting_cancelled")


def test_undone_presenters_are_told_where_their_chapters_are(cast: Cast) -> None:
    claim(cast, 2, cast.botan)
    claim(cast, 3, cast.chika)
    cancel(cast, 2, Chapters.SLIDE)

    cancelling.restore(cast.meetings[1], by=cast.aki, now=SOON)

    assert (
        lines("meeting_restored", cast.botan)[-1]
        == "“Chapter 2 Chapter 2” is read in Session 2, Wed, Dec 9 19:00–20:30."
    )
    assert (
        lines("meeting_restored", cast.chika)[-1]
        == "“Chapter 3 Chapter 3” is read in Session 3, Wed, Dec 16 19:00–20:30."
    )


def test_undone_who_presents_what_was_moved_meanwhile_is_not_told(cast: Cast) -> None:
    claim(cast, 3, cast.chika)
    third = chapter_of(cast.meetings[2])
    cancel(cast, 2, Chapters.SLIDE)
    chapters.move(cast.meetings[3], third, cast.meetings[0], by=cast.aki, now=NOON)

    cancelling.restore(cast.meetings[1], by=cast.aki, now=SOON)

    assert "Chika" not in scenes.messages("meeting_restored")


def test_a_message_from_before_chapters_were_named_is_still_said(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    cancel(cast, 1, Chapters.SLIDE)
    payload = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind="meeting_cancelled")).first()
    assert payload is not None
    del payload["chapters"]

    with speaking("en", "Asia/Tokyo"):
        message = messages.KINDS["meeting_cancelled"].render(payload, "en")

    assert message.lines[1:] == ["Reason: Ill"]


def test_the_form_shows_where_each_chapter_would_go(cast: Cast) -> None:
    text = page(cast, cast.aki, cast.meetings[1], "cancellation")

    slide, merge, drop = (text.index(f'id="chapters-{number}-more"') for number in range(3))
    assert "Wed, Dec 16: <b>Chapter 2</b> Chapter 2" in text[slide:merge]
    assert "Wed, Dec 23: <b>Chapter 3</b> Chapter 3" in text[slide:merge]
    assert "Wed, Dec 16: <b>Chapter 2</b> Chapter 2" in text[merge:drop]
    assert "Wed, Dec 23" not in text[merge:]
    assert "Not read: <b>Chapter 2</b> Chapter 2" in text[drop:]


def test_what_the_form_shows_is_what_happens(cast: Cast) -> None:
    browser, address = english(cast, cast.aki), f"/meetings/{cast.meeting.id}/cancellation"

    browser.post(address, data={"reason": "Ill", "chapters": "slide"})

    assert cast.meeting.state is MeetingState.CANCELLED
    assert [chapter_of(meeting).title for meeting in cast.meetings[1:]] == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_the_last_session_leads_nowhere(cast: Cast) -> None:
    text = page(cast, cast.aki, cast.meetings[3], "cancellation")

    assert ('id="chapters-0-more"' in text, 'id="chapters-2-more"' in text) == (False, True)


def test_a_session_without_chapters_makes_nothing_slide(cast: Cast) -> None:
    chapters.move(cast.meeting, chapter_of(cast.meeting), cast.meetings[3], by=cast.aki, now=NOON)

    assert '<input type="hidden" name="chapters" value="merge">' in page(cast, cast.aki, cast.meeting, "cancellation")


def test_a_chapter_that_comes_back_to_a_session_called_off_since_waits_for_another(cast: Cast) -> None:
    claim(cast, 2, cast.botan)
    cancel(cast, 1, Chapters.SLIDE)
    cancel(cast, 2, Chapters.MERGE)

    cancelling.restore(cast.meetings[0], by=cast.aki, now=SOON)

    assert "“Chapter 2 Chapter 2” waits until it gets another session." in lines("meeting_restored", cast.botan)
