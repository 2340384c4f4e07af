"""Which sessions stand in which calendar, and for how long."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.signing_up import joining, signups
from studyhub.settings.models import Organization
from tests.calendars.readers import by_ical_js, by_icalendar, by_vobject
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


def test_a_seat_after_the_waitlist_is_a_newer_version_of_the_event(cast: Cast) -> None:
    cast.meeting.capacity = 1
    browser, address = cast.browser(), waiting_behind_botan(cast)
    waiting, before = states(browser.get(address))

    signups.withdraw(cast.meeting, cast.botan, now=days(0.25))
    got = browser.get(address, headers={"If-None-Match": before["ETag"]})
    seated, after = states(got)

    assert (waiting["STATUS"], seated["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert seated["SEQUENCE"] == waiting["SEQUENCE"] + 1
    assert seated["DTSTAMP"].dt == seated["LAST-MODIFIED"].dt == days(0.25)
    assert after["ETag"] != before["ETag"]
    assert parsedate_to_datetime(after["Last-Modified"]) == days(0.25)
    assert browser.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304


def test_waiting_again_after_giving_a_seat_back_is_a_newer_version_too(cast: Cast) -> None:
    cast.meeting.capacity = 1
    browser, address = cast.browser(), my(cast.botan)
    seated, _headers = states(browser.get(address))

    signups.withdraw(cast.meeting, cast.botan, now=days(0.25))
    assert cast.meeting.uid not in browser.get(address).text
    signups.sign_up(cast.meeting, cast.chika, now=days(0.25))
    signups.sign_up(cast.meeting, cast.botan, now=days(0.5))
    waiting, headers = states(browser.get(address))

    assert (seated["STATUS"], waiting["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert waiting["SEQUENCE"] > seated["SEQUENCE"]
    assert waiting["DTSTAMP"].dt == days(0.5)
    assert parsedate_to_datetime(headers["Last-Modified"]) >= days(0.5)


def test_a_meeting_that_is_called_off_and_restored_counts_once_each_time(cast: Cast) -> None:
    browser, address = cast.browser(), my(cast.botan)

    cancelling.cancel(cast.meeting, "Ill", Chapters.DROP, by=cast.aki, now=days(0.25))
    off, _headers = states(browser.get(address))
    cancelling.restore(cast.meeting, by=cast.aki, now=days(0.5))
    on, _headers = states(browser.get(address))

    assert (off["STATUS"], off["SEQUENCE"], off["DTSTAMP"].dt) == ("CANCELLED", 1, days(0.25))
    assert (on["STATUS"], on["SEQUENCE"], on["DTSTAMP"].dt) == ("CONFIRMED", 2, days(0.5))


def waiting_behind_botan(cast: Cast) -> str:
    """The address of Chika's calendar, who waits for Botan's seat."""
    signups.withdraw(cast.meeting, cast.aki, now=NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    return my(cast.chika)


def states(answer: TestResponse) -> tuple[Any, Any]:
    """The first event of a calendar, and the answer's headers."""
    return events(answer.data)[0], answer.headers


@pytest.mark.parametrize(("language", "named"), [("ja", "【中止】SRE 第2回"), ("en", "Called off: SRE Session 2")])
def test_a_cancelled_session_says_which_and_that_it_is_off(cast: Cast, language: str, named: str) -> None:
    db.session.get_one(Organization, 1).language = language
    make_public(cast)
    second = cast.meetings[1]

    cancelling.cancel(second, "Ill", Chapters.SLIDE, by=cast.aki, now=days(0.25))

    for address in (
        "/calendar.ics",
        "/circles/sre/calendar.ics",
        my(cast.botan),
        f"/meetings/{second.id}/calendar.ics",
    ):
        body = cast.browser().get(address).data
        summaries = {seen.uid: seen.summary for seen in by_icalendar(body)}
        assert summaries[f"{second.uid}@studyhub"] == named
        assert by_icalendar(body) == by_vobject(body) == by_ical_js(body)


def test_every_state_is_read_alike_by_three_programs(cast: Cast) -> None:
    cast.meeting.capacity = 1
    address = waiting_behind_botan(cast)
    signups.withdraw(cast.meeting, cast.botan, now=days(0.25))
    for meeting in cast.meetings[1:]:
        signups.sign_up(meeting, cast.chika, now=days(0.25))
    cast.meetings[1].capacity = 1
    postponing.postpone(cast.meetings[2], by=cast.aki, now=days(0.5))
    cancelling.cancel(cast.meetings[3], "Ill", Chapters.DROP, by=cast.aki, now=days(0.5))

    body = cast.browser().get(address).data

    seen = by_icalendar(body)
    assert seen == by_vobject(body) == by_ical_js(body)
    assert [(one.status, one.sequence) for one in seen] == [
        ("CONFIRMED", 1),
        ("CONFIRMED", 0),
        ("TENTATIVE", 1),
        ("CANCELLED", 1),
    ]
    assert seen[3].summary == "【中止】SRE 第4回"


def test_a_cancelled_session_is_named_on_the_pages_of_visitors(cast: Cast) -> None:
    make_public(cast)
    second = cast.meetings[1]
    cancelling.cancel(second, "Ill", Chapters.SLIDE, by=cast.aki, now=days(0.25))

    circle = cast.browser().get("/circles/sre/").text
    page = cast.browser().get(f"/meetings/{second.id}/").text

    row = circle.split(f'<a href="/meetings/{second.id}/">')[1].split("</th>")[0]
    assert re.sub("<[^>]+>", " ", row).split() == ["第2回", "中止"]
    assert "<title>第2回（中止）" in page


def test_a_restored_session_has_its_number_again_and_is_called_off_no_more(cast: Cast) -> None:
    second = cast.meetings[1]
    cancelling.cancel(second, "Ill", Chapters.SLIDE, by=cast.aki, now=days(0.25))
    assert (second.number, second.called_off_number) == (None, 2)

    cancelling.restore(second, by=cast.aki, now=days(0.5))

    assert (second.number, second.called_off_number) == (2, None)


def test_who_may_no_longer_see_a_circle_has_it_in_no_calendar(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert len(events(cast.browser().get(my(cast.chika)).data)) == 1

    cast.circle.visibility = Visibility.PARTICIPANTS

    assert events(cast.browser().get(my(cast.chika)).data) == []
