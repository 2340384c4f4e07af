"""Five signs that a circle is about to die, each said to whoever organises it, with what can be done about it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.circles import organizers
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, go_to
from tests.notes.notebook import note_of


class Sheets:
    """会の調子 of the circle, as its organiser reads it: each sign with the address of its remedy."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        go_to(now)
        page: Any = html.fromstring(cast.browser(cast.aki).get("/circles/sre/").text)
        [sheet] = page.xpath("//section[@aria-labelledby='health']")
        self.signs: dict[str, str] = {
            " ".join(line.xpath("string(.//p)").split()): line.xpath("string((.//a | .//form)/@href | .//form/@action)")
            for line in sheet.xpath("./ul[contains(@class, 'waits')]/li")
        }

    def about(self, word: str) -> tuple[str, str]:
        """The sign that holds a word, with the address of its remedy; empty where none does."""
        return next(((sign, remedy) for sign, remedy in self.signs.items() if word in sign), ("", ""))


def come(cast: Cast, people: list[User], counts: list[int]) -> None:
    """So many of these people come to one session after another."""
    for meeting, count in zip(cast.meetings, counts, strict=False):
        there = [user.id for user in people[:count]]
        attending.confirm(meeting, Sheet(there), by=cast.aki, now=after(meeting, hours=1))


def a_crowd(cast: Cast) -> list[User]:
    """Botan and seven more who take part in every session."""
    people = cast.people(7)
    for user in people:
        joining.join(cast.circle, user, now=NOON)
    return [cast.botan, *people]


def call_off(cast: Cast, *numbers: int) -> None:
    """The sessions of these numbers are called off, with nobody's chapters moved."""
    for number in numbers:
        cancelling.cancel(cast.meetings[number - 1], "部屋がない", Chapters.DROP, by=cast.aki, now=NOON)


def test_fewer_each_time_is_said_with_another_way_of_holding_it(cast: Cast) -> None:
    come(cast, a_crowd(cast), [8, 6, 4])

    sign = Sheets(cast, after(cast.meetings[2], hours=2)).about("減り続け")

    assert sign == ("出席が8 → 6 → 4人と減り続けています", "/circles/sre/edit#format")


@pytest.mark.parametrize("counts", [[8, 6], [8, 4, 5], [8, 7, 6], [4, 4, 4]], ids=str)
def test_one_thin_evening_and_a_slow_change_are_no_sign(cast: Cast, counts: list[int]) -> None:
    come(cast, a_crowd(cast), counts)

    sheets = Sheets(cast, after(cast.meetings[len(counts) - 1], hours=2))

    assert sheets.about("減り続け") == ("", "")


def test_a_chapter_that_is_open_within_two_weeks_is_said_with_the_press_that_asks(cast: Cast) -> None:
    for meeting in cast.meetings[1:]:
        assignments.claim(meeting, chapter_of(meeting), cast.botan, now=NOON)

    sign = Sheets(cast, cast.meeting.starts_at - timedelta(days=13)).about("担当が未定")

    chapter = chapter_of(cast.meeting)
    assert sign == ("1章の担当が未定です", f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/asking")


def test_notes_that_are_not_shared_for_a_week_are_said_with_the_way_to_them(cast: Cast) -> None:
    note = note_of(cast)

    sign = Sheets(cast, after(cast.meeting, days=7)).about("下書き")

    assert sign == ("第1回のノートが下書きのままです", f"/notes/{note.id}/")


def test_one_organiser_is_said_until_there_are_two(cast: Cast) -> None:
    assert Sheets(cast, NOON).about("主催者") == ("主催者が1人だけです", "/circles/sre/people")

    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)

    assert Sheets(cast, NOON).about("主催者") == ("", "")


def test_whoever_is_alone_in_a_circle_is_told_that_and_no_more(cast: Cast) -> None:
    joining.leave(cast.circle, cast.botan, now=NOON)

    sheets = Sheets(cast, NOON)

    assert (sheets.about("主催者"), sheets.about("あなた以外")[1]) == (("", ""), "/circles/sre/people")


def test_two_sessions_called_off_in_a_row_are_said_with_another_time(cast: Cast) -> None:
    call_off(cast, 2, 3)

    sign = Sheets(cast, after(cast.meeting)).about("中止")

    assert sign == ("2回続けて中止になっています", "/circles/sre/rhythm")


def called_off_once(cast: Cast) -> datetime:
    call_off(cast, 2)
    return after(cast.meeting)


def called_off_apart(cast: Cast) -> datetime:
    call_off(cast, 1, 3)
    return after(cast.meetings[1])


def held_since(cast: Cast) -> datetime:
    call_off(cast, 1, 2)
    return after(cast.meetings[2])


@pytest.mark.parametrize("told", [called_off_once, called_off_apart, held_since])
def test_one_that_is_called_off_is_an_accident_and_one_that_is_held_settles_it(
    cast: Cast, told: Callable[[Cast], datetime]
) -> None:
    assert Sheets(cast, told(cast)).about("中止") == ("", "")


def test_the_way_to_each_remedy_is_open(cast: Cast) -> None:
    come(cast, a_crowd(cast), [8, 6])
    browser = cast.browser(cast.aki)

    answers = {word: browser.get(f"/circles/sre/{word}").status_code for word in ("edit", "people", "rhythm")}

    assert answers == {"edit": 200, "people": 200, "rhythm": 200}


def test_nothing_is_said_of_a_circle_that_pauses(cast: Cast) -> None:
    circle: Circle = cast.circle
    call_off(cast, 1, 2)
    assert Sheets(cast, NOON).about("中止")[0] == "2回続けて中止になっています"

    cast.browser(cast.aki).post(f"/circles/{circle.slug}/state/paused")

    db.session.expire_all()
    assert Sheets(cast, NOON).about("中止") == ("", "")
