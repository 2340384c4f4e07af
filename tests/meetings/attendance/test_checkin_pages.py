"""The pages of checking in: the room's screen, the scanned address, the typed code, and what each person is told."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.models import AttendanceState
from studyhub.meetings.signing_up import signups
from studyhub.people.models import User
from tests.cast import NOON, Cast, query_count
from tests.meetings.pages import english
from tests.meetings.scenes import after, go_to, small_meeting, statements


@pytest.fixture(autouse=True)
def under_way(cast: Cast) -> None:
    """Checking in is switched on, and the session is beginning."""
    cast.circle.has_checkin = True
    go_to(cast.meeting.starts_at)


def address(cast: Cast, end: str = "") -> str:
    return f"/meetings/{cast.meeting.id}/check-in{end}"


def is_there(cast: Cast, user: User) -> bool:
    return queries.attendance_of(cast.meeting, user) is not None


def test_the_screen_shows_code_address_and_a_drawing_without_style(cast: Cast) -> None:
    page = english(cast, cast.aki).get(address(cast, "/code")).text

    [drawing] = re.findall(r"<svg[^>]*class=\"qr\".*?</svg>", page, re.DOTALL)
    assert (page.count(cast.meeting.checkin_code), "localhost/check-in" in page) == (1, True)
    assert "style" not in drawing
    assert "<title>QR code</title>" in drawing


def test_the_screen_tells_nothing_of_who_is_missing(cast: Cast) -> None:
    main = english(cast, cast.aki).get(address(cast, "/code")).text.split("<main")[1]

    assert ["Botan" in main, "signed up" in main] == [False, False]


@pytest.mark.parametrize("name", ["aki", "botan", "chika", "admin"])
def test_the_code_stands_on_no_other_page(cast: Cast, name: str) -> None:
    browser, code = cast.browser(getattr(cast, name)), cast.meeting.checkin_code
    base = f"/meetings/{cast.meeting.id}"

    pages = [base + "/", base + "/people", base + "/check-in", "/check-in", "/", f"/circles/{cast.circle.slug}/"]

    assert [path for path in pages if code in browser.get(path).text] == []


@pytest.mark.parametrize("name", ["botan", "chika", "admin"])
def test_only_organizers_open_the_screen_or_change_the_code(cast: Cast, name: str) -> None:
    browser = cast.browser(getattr(cast, name))

    assert (browser.get(address(cast, "/code")).status_code, browser.post(address(cast, "/code")).status_code) == (
        403,
        403,
    )


def test_an_organizer_makes_another_code(cast: Cast) -> None:
    before = cast.meeting.checkin_code

    answer = cast.browser(cast.aki).post(address(cast, "/code"))

    assert (answer.status_code, cast.meeting.checkin_code != before) == (303, True)


def test_whoever_scanned_only_presses(cast: Cast) -> None:
    browser, code = cast.browser(cast.botan), cast.meeting.checkin_code

    page = browser.get(address(cast, f"?code={code}")).text

    assert not is_there(cast, cast.botan)
    assert re.search(rf'<input[^>]*name="code"[^>]*value="{code}"', page)
    assert browser.post(address(cast), data={"code": code}).status_code == 303
    assert is_there(cast, cast.botan)


def test_whoever_is_signed_out_comes_back_with_the_code(cast: Cast) -> None:
    scanned = address(cast, f"?code={cast.meeting.checkin_code}")

    answer = cast.browser().get(scanned)

    assert unquote(urlsplit(answer.location).query) == f"next={scanned}"


def test_the_short_address_leads_to_the_one_session(cast: Cast) -> None:
    assert cast.browser(cast.botan).get("/check-in").location == address(cast)


def test_the_short_address_asks_which_of_two(cast: Cast) -> None:
    other = small_meeting(cast, capacity=3)
    other.circle.has_checkin = True
    signups.sign_up(other, cast.botan, now=NOON)

    page = cast.browser(cast.botan).get("/check-in").text

    assert [f"/meetings/{meeting.id}/check-in" in page for meeting in (cast.meeting, other)] == [True, True]


def test_the_short_address_says_when_there_is_nothing(cast: Cast) -> None:
    assert "Nothing to check in to now" in english(cast, cast.chika).get("/check-in").text


def test_the_session_offers_to_check_in_until_one_has(cast: Cast) -> None:
    browser, path = english(cast, cast.botan), f"/meetings/{cast.meeting.id}/"
    before = address(cast) in browser.get(path).text

    browser.post(address(cast), data={"code": cast.meeting.checkin_code})

    page = browser.get(path).text
    assert (before, address(cast) in page) == (True, False)
    assert "Attended" in page


@pytest.mark.parametrize(
    ("user", "minutes", "sentence"),
    [
        ("chika", 0, "You have no seat in this session."),
        ("botan", -121, "Check-in opens at Wed, Dec 2 17:00"),
        ("botan", 90, "Check-in is over."),
    ],
)
def test_who_cannot_check_in_is_told_why(cast: Cast, user: str, minutes: int, sentence: str) -> None:
    browser = english(cast, getattr(cast, user))
    go_to(after(cast.meeting, minutes=minutes - 90))

    posted = browser.post(address(cast), data={"code": cast.meeting.checkin_code})

    assert (posted.status_code, posted.location) == (303, address(cast))
    assert sentence in browser.get(posted.location).text
    assert not is_there(cast, getattr(cast, user))


@pytest.mark.parametrize("code", ["", "WRONG", "９" * 41, "\x00", "%%%"])
def test_a_wrong_code_is_refused_with_a_sentence(cast: Cast, code: str) -> None:
    answer = english(cast, cast.botan).post(address(cast), data={"code": code})

    assert (answer.status_code, 'id="code-error"' in answer.text) == (422, True)


def test_after_too_many_wrong_codes_the_page_says_when_to_try_again(cast: Cast) -> None:
    browser = english(cast, cast.botan)
    for _ in range(ACCOUNT_LIMIT):
        assert browser.post(address(cast), data={"code": "WRONG"}).status_code == 422

    answer = browser.post(address(cast), data={"code": cast.meeting.checkin_code})

    assert answer.status_code == 429
    assert "Please try again in 5 minutes." in answer.text
    assert not is_there(cast, cast.botan)


def test_coming_late_is_said(cast: Cast) -> None:
    browser = english(cast, cast.botan)
    go_to(after(cast.meeting, minutes=-60))

    page = browser.get(browser.post(address(cast), data={"code": cast.meeting.checkin_code}).location).text

    record = queries.attendance_of(cast.meeting, cast.botan)
    assert "a little late" in page
    assert record is not None
    assert record.state is AttendanceState.LATE


@pytest.mark.parametrize("end", ["", "/code"])
def test_where_it_is_switched_off_there_is_no_such_page(cast: Cast, end: str) -> None:
    cast.circle.has_checkin = False
    browser = cast.browser(cast.aki)

    assert browser.get(address(cast, end)).status_code == 404
    assert address(cast) not in browser.get(f"/meetings/{cast.meeting.id}/").text


def test_an_organizer_switches_it_on_for_a_circle(cast: Cast) -> None:
    cast.circle.has_checkin = False
    form = {"title": "SRE", "visibility": "inside", "format": "presented", "has_checkin": "y"}

    answer = cast.browser(cast.aki).post(f"/circles/{cast.circle.slug}/edit", data=form)

    assert (answer.status_code, cast.circle.has_checkin) == (303, True)


@pytest.mark.parametrize("path", ["/meetings/{id}/check-in", "/meetings/{id}/check-in/code"])
def test_query_count_stays_with_more_people(cast: Cast, path: str) -> None:
    browser, where = cast.browser(cast.aki), path.format(id=cast.meeting.id)
    db.session.commit()
    with statements() as few:
        browser.get(where)
    few_count = len([one for one in few if not one.startswith(("BEGIN", "PRAGMA"))])
    for user in cast.people(9):
        signups.sign_up(cast.meeting, user, now=NOON)
    db.session.commit()

    with query_count(few_count):
        browser.get(where)
