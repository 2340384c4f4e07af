"""What messages about meetings say, in both languages and in the reader's zone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.delivery.texts import mail_subject
from studyhub.meetings import messages
from studyhub.meetings.assigning import asking, assignments, reasons, suggestions, swapping
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.assigning.cover import calling, covering, deciding, last_minute
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.changing import book_change, cancelling, creating, following, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import joining, removing, signups
from studyhub.meetings.thanks import giving
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings.scenes import change, chapter_of, details_of, held, later, meetings_of, small_meeting


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
    move_together(cast)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    calling.call(NOON)
    assignments.accept(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, "Paged", now=NOON)
    cancelling.cancel(cast.meeting, "Ill", Chapters.MERGE, by=cast.aki, now=NOON)
    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)
    swap(cast)
    ask_in_vain(cast)
    drop_out(cast)
    thought = saying.say(chapter_of(cast.meeting), ThoughtKind.THOUGHT, "Hm", by=cast.botan, now=NOON)
    saying.wipe(thought, cast.meeting, by=cast.admin, now=NOON)
    take_away(cast)
    assignments.claim(cast.meetings[2], chapter_of(cast.meetings[2]), cast.botan, now=NOON)
    agree(cast)
    go_on(cast)
    giving.thank(cast.meetings[2], [cast.botan.id], "Great", by=cast.aki, now=cast.meetings[2].ends_at)


def go_on(cast: Cast) -> None:
    """Let another circle of Botan's go on with another book."""
    circle = cast.new_circle(cast.chika, title="Going on", meetings=2)
    joining.join(circle, cast.botan, now=NOON)
    [first, _] = meetings_of(circle)
    planned = creating.NewMeeting(first.starts_at + timedelta(days=1), first.ends_at + timedelta(days=1), chapters=(0,))
    chapters, book = [creating.NewChapter("Beginning", "1")], creating.NewBook("Another book")
    new = book_change.NewPlan(1, book, chapters, [planned], reason="Another book")
    book_change.change_book(circle, new, by=cast.chika, now=NOON)


def move_together(cast: Cast) -> None:
    """Let the second of two sessions move along with the first."""
    [first, _] = meetings_of(cast.new_circle(cast.chika, title="Two", meetings=2))
    following.update_with_following(first, details_of(first, **later(first, days=1)), by=cast.aki, now=NOON)


def swap(cast: Cast) -> None:
    """Let two people change chapters of the second and the third meeting, and give them back."""
    places = [(meeting, chapter_of(meeting)) for meeting in cast.meetings[1:3]]
    for (meeting, chapter), user in zip(places, (cast.aki, cast.chika), strict=True):
        assignments.claim(meeting, chapter, user, now=NOON)
    swapping.swap(*places, by=cast.aki, now=NOON)
    for (meeting, chapter), user in zip(places, (cast.chika, cast.aki), strict=True):
        assignments.give_back(meeting, chapter, user, now=NOON)


def agree(cast: Cast) -> None:
    """Let Botan ask Emi to take a chapter over, take that back, and ask Dan, who does."""
    third = cast.meetings[2]
    for user in (cast.editor, cast.person("Dan")):
        joining.join(cast.circle, user, now=NOON)
        asked = proposing.propose(third, chapter_of(third), user, None, by=cast.botan, now=NOON)
    proposing.accept(asked.id, asked.asked, now=NOON)
    back = proposing.propose(third, chapter_of(third), cast.botan, None, by=asked.asked, now=NOON)
    proposing.accept(back.id, cast.botan, now=NOON)


def take_away(cast: Cast) -> None:
    """Let an organiser take a chapter and a place from Botan."""
    second = cast.meetings[1]
    taken = assignments.claim(second, chapter_of(second), cast.botan, now=NOON)
    suggestions.take_off(second, chapter_of(second), taken.id, by=cast.aki, now=NOON)
    removing.remove(second, cast.botan, by=cast.aki, now=NOON)


def ask_in_vain(cast: Cast) -> None:
    """Let an organiser, then fairness, ask people who all decline."""
    second, third = cast.meetings[1], cast.meetings[2]
    suggestions.suggest(second, chapter_of(second), cast.botan, by=cast.aki, now=NOON)
    asking.decline(second, chapter_of(second), cast.botan, "Moving house", now=NOON)
    asking.ask_first(third, chapter_of(third), by=cast.aki, now=NOON)
    for user in (cast.botan,):
        asking.decline(third, chapter_of(third), user, now=NOON)


def drop_out(cast: Cast) -> None:
    """Let a presenter drop out an hour before the start."""
    last = cast.meetings[3]
    chapter, shortly_before = chapter_of(last), last.starts_at - timedelta(hours=1)
    assignments.claim(last, chapter, cast.botan, now=NOON)
    mine = last_minute.cannot_present(last, chapter, cast.botan, now=shortly_before)
    deciding.decide(last, [mine.id], Instead.READ_TOGETHER, reason="", by=cast.aki, now=shortly_before)
    deciding.take_back(last, chapter, by=cast.aki, now=shortly_before)
    covering.present_after_all(last, chapter, by=cast.aki, now=shortly_before)
    [again] = held(chapter)
    covering.want_cover_for(last, chapter, [again.id], by=cast.aki, now=shortly_before)


@pytest.mark.parametrize("kind", messages.KINDS)
def test_every_kind_is_said_in_both_languages(cast: Cast, kind: str) -> None:
    make_all(cast)

    japanese, english = words(kind, "ja"), words(kind, "en")

    assert any("ぁ" <= sign <= "ん" for sign in japanese)
    assert english.isascii() or not any("ぁ" <= sign <= "ん" for sign in english)


# What speaks of several sessions, or of none.
OF_NO_SESSION = {"book_changed", "meetings_moved", "thought_wiped", "proposal_ended"}


@pytest.mark.parametrize("kind", sorted(messages.KINDS.keys() - OF_NO_SESSION))
def test_the_subject_of_every_mail_says_of_which_session_it_is(cast: Cast, kind: str) -> None:
    make_all(cast)

    with speaking("ja", "Asia/Tokyo"):
        said = messages.KINDS[kind].render(sent(kind), "ja")
        subject = mail_subject(said.subject, said.about)

    assert re.search(r"12月\d+日\(.\) .*(第\d+回|Small)", subject)


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


def test_whoever_is_asked_reads_why_and_what_silence_does(cast: Cast) -> None:
    asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    japanese, english = words("assignment_suggested", "ja"), words("assignment_suggested", "en")

    assert "Why you: No chapter in the last 3 months: others who can present then have as many." in english
    assert "after that somebody else is asked." in english
    assert "あなたに依頼した理由:直近3か月の担当は0章です。ほかの方も同じなので、順番にお願いしています" in japanese


def test_a_suggestion_made_before_reasons_were_kept_is_still_said(cast: Cast) -> None:
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    payload = {
        name: value for name, value in sent("assignment_suggested").items() if name not in {"basis", "asks_next"}
    }

    with speaking("en", "Asia/Tokyo"):
        message = messages.KINDS["assignment_suggested"].render(payload, "en")

    assert any("otherwise the chapter is open to others" in line for line in message.lines)


@pytest.mark.parametrize(
    ("because", "english", "japanese"),
    [
        ("only", "nobody else can present then", "その回に発表できる人がほかにいないためです"),
        ("others_present", "another chapter of that session", "この回の別の章を担当するためです"),
        ("chapters", "fewest of all", "いちばん少ないためです"),
        ("team", "team EC has presented least for its size", "EC チームの1人あたりの担当がいちばん少ないためです"),
        ("last", "their latest chapter (Oct 7) is the earliest", "直近の担当（10月7日）がいちばん前のためです"),
        ("equal", "others who can present then have as many", "ほかの方も同じなので、順番にお願いしています"),
    ],
)
def test_every_reason_is_said_in_both_languages(app: Flask, because: str, english: str, japanese: str) -> None:
    basis = {"because": because, "done": 1, "to_come": 1, "team": "EC", "last_on": "2026-10-07"}

    with speaking("en", "Asia/Tokyo"):
        assert english in reasons.why(basis)
        assert "1 chapter in the last 3 months, 1 to come: " in reasons.why(basis)
    with speaking("ja", "Asia/Tokyo"):
        assert japanese in reasons.why(basis)
        assert "直近3か月の担当は1章分、予定1章分です。" in reasons.why(basis)
