"""The head of a circle and the proposal for one more session follow from the sessions that will be held."""

from datetime import date, time, timedelta

import pytest

from studyhub import zones
from studyhub.circles.planning.rhythm import EveryWeeks
from studyhub.meetings import circle_head
from studyhub.meetings.changing import cancelling, following
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.words.speaking import speaking
from tests.cast import NOON, Cast
from tests.meetings.pages import english
from tests.meetings.scenes import after, change, details_of, later


@pytest.fixture(autouse=True)
def on_wednesdays(cast: Cast) -> None:
    """As it was planned: on Wednesdays at 19:00, which the four sessions from 2 December on are."""
    cast.circle.weekday, cast.circle.start_time, cast.circle.minutes = 2, time(19), 90


def said(cast: Cast) -> str:
    with speaking("en", "Asia/Tokyo"):
        return circle_head.said(circle_head.head(cast.circle, cast.meetings, now=NOON))


def move_all(cast: Cast, **more: float) -> None:
    first = cast.meeting
    following.update_with_following(first, details_of(first, **later(first, **more)), by=cast.aki, now=NOON)


def test_it_says_what_was_planned_as_long_as_that_holds(cast: Cast) -> None:
    assert said(cast) == "Every Wednesday 19:00–20:30"


def test_it_follows_when_all_have_moved(cast: Cast) -> None:
    move_all(cast, days=1, hours=-3)

    assert said(cast) == "Every Thursday 16:00–17:30"


def test_it_says_the_next_where_that_differs_from_the_others(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, days=2))

    assert said(cast) == "next on Fri, Dec 4 19:00–20:30; other sessions are at other times"


def test_it_says_that_a_later_one_differs(cast: Cast) -> None:
    change(cast, cast.meetings[3], **later(cast.meetings[3], hours=1))

    assert said(cast) == "Every Wednesday 19:00–20:30 (some sessions are at other times)"


def test_one_that_is_called_off_says_nothing(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, days=2))
    cancelling.cancel(cast.meeting, "Ill", Chapters.SLIDE, by=cast.aki, now=NOON)

    assert said(cast) == "Every Wednesday 19:00–20:30"


def test_once_nothing_is_to_come_it_says_what_was_planned(cast: Cast) -> None:
    head = circle_head.head(cast.circle, cast.meetings, now=after(cast.meetings[3]))

    assert (head.next, head.usual) == (None, circle_head.Usual(EveryWeeks(1, 2), time(19), 90))


def test_the_page_says_where_and_that_it_varies(cast: Cast) -> None:
    change(cast, cast.meeting, place="Roof")

    inside = english(cast, cast.botan).get(f"/circles/{cast.circle.slug}/").text

    assert "next in Roof; other sessions are elsewhere" in inside


def test_one_more_session_is_proposed_as_those_to_come_are_held(cast: Cast) -> None:
    for one in cast.meetings:
        change(cast, one, place="Room B")
    move_all(cast, days=1, hours=-3)

    proposed = circle_head.proposal(cast.circle, cast.meetings, [], now=NOON)

    last = zones.in_zone(cast.meetings[3].starts_at, "Asia/Tokyo").date()
    assert (proposed.day, proposed.start, proposed.minutes) == (last + timedelta(weeks=1), time(16), 90)
    assert proposed.place == "Room B"


def test_a_day_off_is_not_proposed(cast: Cast) -> None:
    # 30 December is a Wednesday.
    closed = [zones.ClosedDays(date(2026, 12, 29), date(2027, 1, 3), "Year end", is_special=True)]

    proposed = circle_head.proposal(cast.circle, cast.meetings, closed, now=NOON)

    assert proposed.day == date(2027, 1, 6)


def test_the_form_is_filled_with_the_proposal(cast: Cast) -> None:
    change(cast, cast.meeting, place="Room B")

    form = english(cast, cast.aki).get(f"/circles/{cast.circle.slug}/meetings/new").text

    assert 'value="2026-12-30"' in form
    assert 'value="19:00"' in form
