"""What calendar programs get from the application."""

import re
from email.utils import parsedate_to_datetime

import pytest

from studyhub import clock
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.people import addresses
from studyhub.people.addresses import Purpose
from studyhub.people.models import UserState
from studyhub.publishing.models import FeedFile
from tests.calendars.readers import by_ical_js, by_icalendar, by_vobject
from tests.calendars.subscribed import days, events, make_public, my
from tests.cast import Cast, query_count
from tests.conftest import SECRET_KEY
from tests.publishing.served import facts

ONLINE = "https://meet.example.com/secret-room"


@pytest.fixture(params=["everybody", "circle", "mine", "meeting"])
def address(request: pytest.FixtureRequest, cast: Cast) -> str:
    """Each kind of calendar, for whoever reads it without signing in."""
    make_public(cast)
    cast.meeting.place = "会議室さくら"
    cast.meeting.online_url = ONLINE
    paths = {
        "everybody": "/calendar.ics",
        "circle": "/circles/sre/calendar.ics",
        "mine": my(cast.botan),
        "meeting": f"/meetings/{cast.meeting.id}/calendar.ics",
    }
    return paths[request.param]


def test_every_calendar_is_typed_folded_and_free_of_controls(cast: Cast, address: str) -> None:
    cast.meeting.title = "長い題名\x07" * 20

    answer = cast.browser().get(address)

    lines = answer.data.split(b"\r\n")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.data.count(b"\n") == answer.data.count(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or line == lines[-1] for line in lines)
    assert b"\x07" not in answer.data


def test_every_calendar_names_its_zone_with_its_rules(cast: Cast, address: str) -> None:
    body = cast.browser().get(address).text

    assert "DTSTART;TZID=Asia/Tokyo:20261202T190000" in body
    assert "DTEND;TZID=Asia/Tokyo:20261202T203000" in body
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo" in body
    assert "RRULE" not in body.split("END:VTIMEZONE")[-1]


def test_every_calendar_gives_a_meeting_the_same_uid_stamps_and_page(cast: Cast, address: str) -> None:
    cast.meeting.updated_at = days(-3)

    event = events(cast.browser().get(address).data)[0]

    assert event["UID"] == f"{cast.meeting.uid}@studyhub"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == days(-3)
    assert event["URL"] == f"http://localhost/meetings/{cast.meeting.id}/"
    assert event["SUMMARY"] == "SRE 第1回 1章 Chapter 1"
    assert event["STATUS"] == "CONFIRMED"


def test_every_calendar_is_read_alike_by_three_programs(cast: Cast, address: str) -> None:
    body = cast.browser().get(address).data

    assert by_icalendar(body) == by_vobject(body) == by_ical_js(body)
    assert by_icalendar(body)[0].start == cast.meeting.starts_at


def test_no_calendar_invites_or_names_anybody(cast: Cast, address: str) -> None:
    body = cast.browser().get(address).text

    assert "ATTENDEE" not in body
    assert "ORGANIZER" not in body
    assert "METHOD" not in body
    assert not re.search(r"@example\.com|Aki|Botan", body)


def test_where_it_is_only_inside(cast: Cast, address: str) -> None:
    body = cast.browser().get(address).text.replace("\r\n ", "")

    is_inside = address.startswith("/my/")
    assert (ONLINE in body) is is_inside
    assert ("会議室さくら" in body) is is_inside


def test_every_calendar_answers_head_and_conditions_and_nothing_else(cast: Cast, address: str) -> None:
    browser = cast.browser()
    got = browser.get(address)
    tag, date = got.headers["ETag"], got.headers["Last-Modified"]

    assert browser.head(address).headers["ETag"] == tag
    assert browser.head(address).data == b""
    for having in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": date}):
        answer = browser.get(address, headers=having)
        assert (answer.status_code, answer.data) == (304, b"")
    assert browser.get(address, headers={"If-None-Match": '"x"', "If-Modified-Since": date}).status_code == 200
    assert browser.post(address).status_code == browser.options(address).status_code == 405


def test_no_calendar_touches_the_session(cast: Cast, address: str) -> None:
    assert not {"Set-Cookie", "Vary"} & {*cast.browser(cast.aki).get(address).headers.keys()}


def test_nothing_written_is_the_same_bytes_tag_and_date(cast: Cast, address: str) -> None:
    first = facts(cast.browser().get(address))
    db.session.execute(db.delete(FeedFile))
    clock.start_at(days(0.5))

    assert facts(cast.browser().get(address)) == first


@pytest.mark.parametrize(("path", "cached"), [("/calendar.ics", "public, max-age=300"), (None, "private, no-cache")])
def test_caches_are_told_whose_it_is(cast: Cast, path: str | None, cached: str) -> None:
    assert cast.browser().get(path or my(cast.aki)).headers["Cache-Control"] == cached


def test_subscription_says_its_name_and_how_often_to_ask(cast: Cast) -> None:
    make_public(cast)

    lines = cast.browser().get("/circles/sre/calendar.ics").text.split("\r\n")

    assert {"NAME:SRE", "X-WR-CALNAME:SRE", "X-PUBLISHED-TTL:PT1H", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"} <= {*lines}


def test_date_is_that_of_the_newest_change(cast: Cast) -> None:
    make_public(cast)
    cast.meetings[2].updated_at = days(0.25)

    answer = cast.browser().get("/calendar.ics")

    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == days(0.25)


def test_a_meeting_leaving_the_calendar_moves_its_date(cast: Cast) -> None:
    make_public(cast)
    other = cast.new_circle(cast.aki, title="Other", visibility=Visibility.PUBLIC)
    browser = cast.browser()
    before = browser.get("/calendar.ics")
    other.visibility = Visibility.INSIDE

    after = browser.get("/calendar.ics", headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert after.status_code == 200
    assert len(events(after.data)) == len(cast.meetings)


def test_unchanged_calendar_needs_few_statements_however_many_meetings(cast: Cast) -> None:
    make_public(cast)
    cast.new_circle(cast.aki, title="Other", visibility=Visibility.PUBLIC)
    browser = cast.browser()
    browser.get("/calendar.ics")

    # The organisation, what the meetings and chapters tell, the bytes; PostgreSQL also whether anything was written.
    with query_count(4 if db.engine.dialect.name == "postgresql" else 3):
        browser.get("/calendar.ics")


def test_private_calendar_is_kept_private(cast: Cast) -> None:
    headers = cast.browser().get(my(cast.aki)).headers

    assert (headers["X-Robots-Tag"], headers["Referrer-Policy"]) == ("noindex", "no-referrer")


def test_wrong_revoked_and_left_are_404(cast: Cast) -> None:
    old, left = my(cast.aki), my(cast.botan)
    feed = f"/my/{addresses.token(cast.aki, Purpose.FEED, key=SECRET_KEY)}/calendar.ics"
    addresses.renew(cast.aki, Purpose.CALENDAR)
    cast.botan.move_to(UserState.LEFT)

    for address in (old, left, feed, "/my/nobody/calendar.ics"):
        assert cast.browser().get(address).status_code == 404
    assert cast.browser().get(my(cast.aki)).status_code == 200


@pytest.mark.parametrize(("name", "status"), [(None, 404), ("chika", 200)])
def test_a_meetings_file_is_for_whoever_may_open_its_page(cast: Cast, name: str | None, status: int) -> None:
    browser = cast.browser(getattr(cast, name) if name else None)

    pages = [browser.get(f"/meetings/{cast.meeting.id}/{file}") for file in ("", "calendar.ics")]

    assert [page.status_code for page in pages] == [status, status]


def test_members_get_the_link_with_a_meetings_file(cast: Cast) -> None:
    cast.meeting.online_url = ONLINE

    answer = cast.browser(cast.chika).get(f"/meetings/{cast.meeting.id}/calendar.ics")

    [event] = events(answer.data)
    assert ONLINE in event["DESCRIPTION"]
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="studyhub-{cast.meeting.id}.ics"')


def test_a_meetings_page_leads_to_its_file(cast: Cast) -> None:
    page = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/").text

    assert f'href="/meetings/{cast.meeting.id}/calendar.ics"' in page
    assert 'type="text/calendar"' in page
