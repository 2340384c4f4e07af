"""What happens this week over all circles one may see, and the one press that signs up."""

from datetime import date, timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.circles.models import Circle, Visibility
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import signups
from studyhub.meetings.week import Week, short_week, sunday_of, week
from studyhub.people.models import User
from tests.cast import NOON, Browser, Cast, query_count
from tests.meetings.scenes import go_to, meetings_of, small_meeting, state

TOKYO = "Asia/Tokyo"


def week_of(user: User | None, **later: float) -> Week:
    return week(user, zone=TOKYO, now=NOON + timedelta(**later))


def titles(found: Week) -> list[str]:
    return [session.circle for one in found.days for session in one.sessions]


def hold_at(meeting: Meeting, start_in: timedelta) -> Meeting:
    meeting.starts_at, meeting.ends_at = NOON + start_in, NOON + start_in + timedelta(hours=1)
    db.session.flush()
    return meeting


def sheet_of(browser: Browser, page: str) -> Any:
    [sheet] = shown(browser, page).xpath("//section[@aria-labelledby='week']")
    return sheet


def shown(browser: Browser, page: str) -> Any:
    return html.document_fromstring(browser.get(page).text)


@pytest.mark.parametrize(
    ("days_on", "sunday"), [(0, date(2026, 12, 6)), (2, date(2026, 12, 6)), (3, date(2026, 12, 13))]
)
def test_the_week_ends_on_sunday_and_takes_in_the_next_from_friday_on(days_on: int, sunday: date) -> None:
    assert sunday_of(NOON + timedelta(days=days_on), TOKYO) == sunday


def test_it_has_what_anybody_inside_may_see_joined_or_not(cast: Cast) -> None:
    cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC)
    cast.new_circle(cast.aki, title="Closed", visibility=Visibility.PARTICIPANTS)

    assert (titles(week_of(cast.chika)), titles(week_of(None))) == (["SRE", "Open"], ["Open"])
    assert sorted(titles(week_of(cast.aki))) == ["Closed", "Open", "SRE"]


def test_what_follows_next_week_stands_apart_until_friday(cast: Cast) -> None:
    tuesday, friday = week_of(cast.aki), week_of(cast.aki, days=3)

    assert [one.day for one in tuesday.days] == [date(2026, 12, 2)]
    assert [one.day for one in tuesday.later] == [one.day for one in friday.days] == [date(2026, 12, 9)]


def test_an_empty_week_names_the_next_session(cast: Cast) -> None:
    found = week_of(cast.aki, days=2)

    assert found.days == ()
    assert found.next is not None
    assert found.next.id == cast.meetings[1].id
    go_to(NOON + timedelta(days=2))
    said = sheet_of(cast.browser(cast.aki), "/").text_content()
    assert "今週このあとの回はありません。 次は12月9日(水)のSRE 第2回です。" in said


def test_what_runs_still_stands_there_and_takes_no_sign_up(cast: Cast) -> None:
    go_to(cast.meeting.starts_at + timedelta(minutes=5))

    sheet = sheet_of(cast.browser(cast.chika), "/")

    assert "開催中" in sheet.text_content()
    assert sheet.xpath(".//form") == []


def test_what_overlaps_is_said_under_the_line(cast: Cast) -> None:
    other = cast.new_circle(cast.chika, title="Other")
    hold_at(meetings_of(other)[0], timedelta(days=1, hours=7, minutes=30))

    lines = {session.circle: session.clash for one in week_of(cast.aki).days for session in one.sessions}

    assert lines == {"SRE": None, "Other": "SRE"}


@pytest.mark.parametrize(
    ("ends_after", "clash"), [(timedelta(0), None), (timedelta(minutes=1), "")], ids=["before it begins", "during it"]
)
def test_hours_that_began_days_ago_are_at_once_with_a_session_only_where_they_reach_into_it(
    cast: Cast, ends_after: timedelta, clash: str | None
) -> None:
    ends_at = cast.meeting.starts_at + ends_after
    calendar.hold("shift:1", CommitmentKind.SHIFT, cast.chika.id, ends_at - timedelta(days=3), ends_at)
    db.session.flush()

    [session] = week_of(cast.chika).days[0].sessions

    assert session.clash == clash


def test_what_one_goes_to_in_a_circle_that_is_closed_by_now_is_not_named(cast: Cast) -> None:
    closed = cast.new_circle(cast.botan, title="Closed")
    signups.sign_up(meetings_of(closed)[0], cast.chika, now=NOON)
    closed.visibility = Visibility.PARTICIPANTS
    db.session.flush()

    [session] = week_of(cast.chika).days[0].sessions

    assert (session.circle, session.clash) == ("SRE", "")


def test_a_visitor_reads_no_numbers_of_people_and_no_place(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC, capacity=3)
    meetings_of(circle)[0].place = "会議室さくら"
    db.session.flush()

    [session] = week_of(None).days[0].sessions

    assert (session.people, session.free, session.place, session.is_online) == (None, None, "", False)
    assert sheet_of(cast.browser(), "/circles/").xpath(".//form") == []


@pytest.mark.parametrize(("page", "back"), [("/", "home"), ("/circles/", "circles")])
def test_one_press_signs_up_and_leads_back_with_the_way_back(cast: Cast, page: str, back: str) -> None:
    browser = cast.browser(cast.chika)
    go_to(NOON)
    form = sheet_of(browser, page).xpath(".//form")[0]

    answer = browser.post(form.get("action"))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{page}#week")
    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED
    after = shown(browser, page)
    [undo] = after.xpath("//div[@class='flash']//form")
    assert "参加登録しました。" in after.text_content()
    assert "✓ 参加します" in after.xpath("string(//section[@aria-labelledby='week'])")
    browser.post(undo.get("action"))
    assert state(cast.meeting, cast.chika) is None
    assert undo.get("action").endswith(f"?back={back}")


def test_a_full_session_offers_the_waitlist(cast: Cast) -> None:
    go_to(NOON)
    small_meeting(cast)

    sheet = sheet_of(cast.browser(cast.botan), "/")

    assert "補欠に登録する" in sheet.text_content()


def test_an_address_of_elsewhere_leads_to_the_session(cast: Cast) -> None:
    answer = cast.browser(cast.chika).post(f"/meetings/{cast.meeting.id}/signup?back=https://example.org/")

    assert answer.headers["Location"] == f"/meetings/{cast.meeting.id}/"


@pytest.mark.parametrize("circles", [0, 5])
def test_it_is_read_by_one_statement_however_many_circles(cast: Cast, circles: int) -> None:
    made: list[Circle] = [cast.new_circle(cast.aki, title=f"Circle {number}") for number in range(circles)]
    # The transaction has begun.
    week_of(cast.chika)

    with query_count(1):
        found = week_of(cast.chika)

    assert len(titles(found)) == 1 + len(made)


def test_of_a_session_that_reads_nothing_no_chapter_is_named(cast: Cast) -> None:
    for place in chapter_queries.placements([cast.meeting.id]):
        db.session.delete(place)
    cast.meeting.place = "Room 7"

    page = sheet_of(cast.browser(cast.botan), "/").text_content()

    assert "Room 7" in page
    assert "章" not in page.split("Room 7")[0]


def test_home_names_twelve_sessions_and_first_those_one_goes_to(cast: Cast) -> None:
    for number in range(14):
        cast.new_circle(cast.aki, title=f"Circle {number:02}", visibility=Visibility.PUBLIC)
    last = titles(week_of(cast.botan))[-1]
    signups.sign_up(db.session.get_one(Meeting, week_of(cast.botan).days[-1].sessions[-1].id), cast.botan, now=NOON)

    sheet = sheet_of(cast.browser(cast.botan), "/")

    names = [name.text_content() for name in sheet.xpath(".//a[contains(@href, '/meetings/')]")]
    assert len(names) == 12
    assert f"{last} 第1回" in names
    assert [link.text for link in sheet.xpath(".//a[@href='/circles/#week']")] == ["ほかの3回"]


@pytest.mark.parametrize("most", [1, 3, 4, 30])
def test_a_short_week_says_of_its_sessions_what_the_whole_one_says(cast: Cast, most: int) -> None:
    for number in range(3):
        cast.new_circle(cast.aki, title=f"Circle {number}", visibility=Visibility.PUBLIC)
    whole = [session for one in week_of(cast.aki).days for session in one.sessions]

    found = short_week(cast.aki, zone=TOKYO, most=most, now=NOON)

    short = [session for one in found.days for session in one.sessions]
    assert [one for one in whole if one in short] == short
    assert (len(short), found.hidden, found.later) == (min(most, 4), max(4 - most, 0), ())


def test_a_short_week_without_sessions_names_the_next_one(cast: Cast) -> None:
    now = NOON + timedelta(days=2)

    found = short_week(cast.aki, zone=TOKYO, most=2, now=now)

    assert (found.days, found.hidden, found.next) == ((), 0, week(cast.aki, zone=TOKYO, now=now).next)
