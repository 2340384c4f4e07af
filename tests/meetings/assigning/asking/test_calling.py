"""A chapter that wants a presenter reaches those who could take it: fairest first, one message a day a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from studyhub.circles.models import Format, ParticipationRole
from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings.assigning import assignments, reading_together, suggestions
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.handed_in import waiting
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.people.models import Unavailability, User
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, held, messages, statements

DAY = timedelta(days=1)


def told(user: User) -> list[list[str]]:
    """For each message of this kind that somebody got by mail, the chapters it names."""
    rows = db.select(OutboxMessage.payload).where(
        OutboxMessage.kind == "chapters_wanted",
        OutboxMessage.recipient_id == user.id,
        OutboxMessage.channel == Channel.MAIL,
    )
    return [
        [one["chapter_title"] for one in payload["chapters"]]
        for payload in db.session.scalars(rows.order_by(OutboxMessage.id))
    ]


def people(cast: Cast, count: int) -> list[User]:
    found = cast.people(count)
    for user in found:
        joining.join(cast.circle, user, now=NOON)
    return found


def test_chapters_of_the_next_fourteen_days_are_one_message(cast: Cast) -> None:
    calling.call(NOON)

    assert told(cast.botan) == [["Chapter 1", "Chapter 2"]]


def test_nobody_is_told_again_on_the_same_day_or_of_the_same_chapter(cast: Cast) -> None:
    for days in (0, 0.1, 1, 2):
        calling.call(NOON + days * DAY)

    # The third comes within fourteen days on the day after.
    assert told(cast.botan) == [["Chapter 1", "Chapter 2"], ["Chapter 3"]]


def test_two_workers_tell_nobody_twice(app: Flask, cast: Cast) -> None:
    db.session.commit()

    at_once(app, [call_at_noon, call_at_noon])

    assert told(cast.botan) == [["Chapter 1", "Chapter 2"]]


def call_at_noon() -> None:
    calling.call(NOON)


def test_the_sole_organizers_own_request_reaches_the_members(cast: Cast) -> None:
    claim(cast, cast.aki)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)

    calling.call(NOON)

    assert told(cast.botan) == [["Chapter 1", "Chapter 2"]]
    assert told(cast.aki) == [["Chapter 2"]]


def listen(cast: Cast) -> None:
    joining.join(cast.circle, cast.botan, now=NOON, role=ParticipationRole.LISTENER)


def be_away(cast: Cast) -> None:
    days = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 31)}
    db.session.add(Unavailability(user_id=cast.botan.id, **days))


def read_together(cast: Cast) -> None:
    for meeting in cast.meetings:
        reading_together.read_together(meeting, chapter_of(meeting), by=cast.aki, now=NOON)


def pause(cast: Cast) -> None:
    cast.circle.state = type(cast.circle.state).PAUSED


@pytest.mark.parametrize("act", [listen, be_away, read_together, pause])
def test_who_could_not_take_it_is_told_nothing(cast: Cast, act: Any) -> None:
    act(cast)
    db.session.flush()

    calling.call(NOON)

    assert told(cast.botan) == []


def test_each_day_the_fairest_five_and_in_the_last_days_everybody(cast: Cast) -> None:
    claim(cast, cast.aki)
    people(cast, 6)

    calling.call(NOON)

    # Eight take part; Chapter 1 of tomorrow is taken.
    assert len(messages("chapters_wanted")) == 5
    calling.call(cast.meetings[1].starts_at - 2 * DAY - timedelta(hours=8))
    assert len(set(messages("chapters_wanted"))) == 8


def test_at_night_nobody_is_told(cast: Cast) -> None:
    calling.call(NOON + timedelta(hours=11))

    assert messages("chapters_wanted") == []


def wanted(user: User) -> list[str]:
    return [one.chapter.title for one in waiting.wanted(user, NOON)]


def test_two_stand_on_the_home_of_who_could_take_them(cast: Cast) -> None:
    assert (wanted(cast.botan), wanted(cast.chika)) == (["Chapter 1", "Chapter 2"], [])


@pytest.mark.parametrize("act", [listen, be_away, read_together, pause], ids=["listener", "away", "together", "paused"])
def test_nothing_to_take_stands_there_for_others(cast: Cast, act: Any) -> None:
    act(cast)
    db.session.flush()

    assert wanted(cast.botan) == []


def test_ones_own_request_for_cover_stands_on_the_home_of_others(cast: Cast) -> None:
    claim(cast, cast.botan)
    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert ("Chapter 1" in wanted(cast.botan), "Chapter 1" in wanted(cast.aki)) == (False, True)


def press(cast: Cast, user: User, meeting: Meeting) -> str:
    browser = cast.browser(user)
    browser.post("/language", data={"language": "en"})
    address = f"/meetings/{meeting.id}/chapters/{chapter_of(meeting).id}/assignment"
    browser.post(address, data={"action": "claim"})
    return browser.get(f"/meetings/{meeting.id}/").text


def test_the_first_press_has_it_and_the_second_is_told_kindly(cast: Cast) -> None:
    press(cast, cast.botan, cast.meeting)

    said = press(cast, cast.aki, cast.meeting)

    assert [one.user_id for one in held(chapter_of(cast.meeting))] == [cast.botan.id]
    assert "Botan" in said
    assert "先に引き受け" in said or "was quicker" in said


def test_under_the_spine_stands_the_nearest_chapter_to_take(cast: Cast) -> None:
    claim(cast, cast.aki)
    go_to(NOON)

    text = cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text

    second = cast.meetings[1]
    assert f'action="/meetings/{second.id}/chapters/{chapter_of(second).id}/assignment"' in text
    assert "ほかに2章分" in text


def test_with_all_taken_the_spine_says_so(cast: Cast) -> None:
    for meeting in cast.meetings:
        assignments.claim(meeting, chapter_of(meeting), cast.aki, now=NOON)
    go_to(NOON)

    text = cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text

    assert "担当はすべて決まっています" in text
    assert f'<b>1章</b> <a href="/meetings/{cast.meeting.id}/"' in text


def test_while_somebody_is_only_asked_the_spine_does_not_say_that_all_are_taken(cast: Cast) -> None:
    for meeting in cast.meetings[1:]:
        assignments.claim(meeting, chapter_of(meeting), cast.aki, now=NOON)
    suggestions.suggest(cast.meeting, chapter_of(cast.meeting), cast.botan, by=cast.aki, now=NOON)
    go_to(NOON)

    text = cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text

    assert "担当はすべて決まっています" not in text


def test_where_nobody_presents_the_spine_does_not_say_that_all_are_taken(cast: Cast) -> None:
    cast.circle.format = Format.DISCUSSED
    go_to(NOON)

    text = cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text

    assert "担当はすべて決まっています" not in text


def test_night_is_that_of_the_person_and_they_are_told_in_their_morning(cast: Cast) -> None:
    cast.botan.time_zone = "America/New_York"
    db.session.flush()

    for hours in (0, 1, 12):
        calling.call(NOON + timedelta(hours=hours))

    # At NOON it is ten in the evening there; twelve hours later it is night in Tokyo.
    rows = db.select(User.name, OutboxMessage.created_at).join(OutboxMessage, OutboxMessage.recipient_id == User.id)
    sent = rows.where(OutboxMessage.kind == "chapters_wanted", OutboxMessage.channel == Channel.MAIL)
    assert {name: at - NOON for name, at in db.session.execute(sent)} == {
        "Aki": timedelta(0),
        "Botan": timedelta(hours=12),
    }


def test_those_who_sleep_are_counted_among_the_five_of_a_day(cast: Cast) -> None:
    claim(cast, cast.aki)
    for user in people(cast, 6)[:3]:
        user.time_zone = "America/New_York"
    db.session.flush()

    for hours in (0, 12):
        calling.call(NOON + timedelta(hours=hours))

    assert len(set(messages("chapters_wanted"))) == 5


def test_at_night_nothing_is_locked(cast: Cast) -> None:
    with statements() as asked:
        calling.call(NOON + timedelta(hours=11))

    assert [one for one in asked if "FOR UPDATE" in one or one.startswith("UPDATE")] == []
    assert len(asked) <= 4
