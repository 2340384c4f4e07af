"""Which sessions stand in which calendar, and for how long."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.circles.models import Visibility
from studyhub.meetings import cancelling, joining, postponing, signups
from studyhub.meetings.cancelling import Chapters
from tests.calendars.subscribed import days, events, make_public, my
from tests.cast import NOON, Cast


def test_public_calendar_holds_public_circles_only(cast: Cast) -> None:
    assert events(cast.browser().get("/calendar.ics").data) == []


@pytest.mark.parametrize("visibility", [Visibility.INSIDE, Visibility.PARTICIPANTS])
def test_circle_that_is_not_public_has_no_public_calendar(cast: Cast, visibility: Visibility) -> None:
    cast.circle.visibility = visibility

    answers = [cast.browser(cast.aki).get(f"/circles/{slug}/calendar.ics") for slug in ("sre", "none", "%00")]

    assert {answer.status_code for answer in answers} == {404}


def test_a_moved_meeting_counts_its_sequence(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    postponing.reschedule(cast.meeting, days(2), days(2.1), by=cast.aki, now=NOON)

    event = events(cast.browser().get(my(cast.botan)).data)[0]

    assert event["SEQUENCE"] == cast.meeting.sequence == 2
    assert event["DTSTART"].dt == days(2)


def test_postponed_is_tentative(cast: Cast) -> None:
    make_public(cast)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    for address in ("/calendar.ics", my(cast.botan)):
        assert events(cast.browser().get(address).data)[0]["STATUS"] == "TENTATIVE"


def test_cancelled_stays_as_cancelled_for_90_days_after_its_planned_end(cast: Cast) -> None:
    make_public(cast)
    cancelling.cancel(cast.meeting, "Ill", Chapters.DROP, by=cast.aki, now=NOON)
    browser = cast.browser()

    for address in ("/calendar.ics", my(cast.botan)):
        found = next(event for event in events(browser.get(address).data) if cast.meeting.uid in event["UID"])
        assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 1)
    kept_until = cast.meeting.ends_at + timedelta(days=90)
    clock.start_at(kept_until - timedelta(minutes=1))
    assert cast.meeting.uid in browser.get("/calendar.ics").text
    clock.start_at(kept_until + timedelta(minutes=1))
    assert cast.meeting.uid not in browser.get("/calendar.ics").text


def test_mine_holds_what_i_am_signed_up_for(cast: Cast) -> None:
    signups.withdraw(cast.meetings[1], cast.botan, now=NOON)

    uids = [event["UID"] for event in events(cast.browser().get(my(cast.botan)).data)]

    assert uids == [f"{cast.meetings[index].uid}@studyhub" for index in (0, 2, 3)]
    assert events(cast.browser().get(my(cast.chika)).data) == []


def test_waiting_for_a_seat_is_tentative(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Full", capacity=1, meetings=1)
    joining.join(circle, cast.chika, now=NOON)

    [event] = events(cast.browser().get(my(cast.chika)).data)

    assert event["STATUS"] == "TENTATIVE"
    assert event["DESCRIPTION"].startswith("補欠に登録されています。")


def test_who_may_no_longer_see_a_circle_has_it_in_no_calendar(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert len(events(cast.browser().get(my(cast.chika)).data)) == 1

    cast.circle.visibility = Visibility.PARTICIPANTS

    assert events(cast.browser().get(my(cast.chika)).data) == []
