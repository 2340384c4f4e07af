"""By the clock: home, the circle and the session begin with what runs, and what is left to do after it."""

from datetime import timedelta

import pytest
from lxml import html

from studyhub.db import db
from studyhub.meetings.assigning import reading_together
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import Attendance
from studyhub.meetings.running import hours
from studyhub.meetings.running.hours import Hour
from studyhub.meetings.signing_up import signups
from studyhub.meetings.thoughts import saying
from studyhub.notes.models import Note
from studyhub.people.models import User
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, meetings_of, say

WHILE = timedelta(minutes=5)
URL = "https://meet.example/sre"


def opened(browser: Browser, address: str = "/") -> html.HtmlElement:
    return html.document_fromstring(browser.get(address).text)


def running(cast: Cast, user: User, address: str = "/") -> html.HtmlElement:
    """A page of this person's five minutes after the start."""
    go_to(cast.meeting.starts_at + WHILE)
    return opened(cast.browser(user), address)


def first_deed(page: html.HtmlElement) -> str:
    [deeds] = page.find_class("now-deeds")[:1]
    return str(deeds.find_class("button")[0].text_content()).strip()


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (timedelta(minutes=-31), None),
        (timedelta(minutes=-30), Hour.SOON),
        (timedelta(), Hour.RUNNING),
        (timedelta(minutes=90), Hour.ENDED),
        (timedelta(hours=14, minutes=59), Hour.ENDED),
        (timedelta(hours=15), None),
    ],
)
def test_a_session_is_soon_then_runs_and_is_remembered_until_the_next_morning(
    cast: Cast, moment: timedelta, hour: Hour | None
) -> None:
    assert hours.hour_of(cast.meeting, cast.meeting.starts_at + moment) is hour


def test_home_begins_with_the_session_that_runs_and_greets_nobody(cast: Cast) -> None:
    cast.meeting.online_url, cast.circle.has_checkin = URL, True

    page = running(cast, cast.botan)

    assert page.xpath("//main//h1")[0].text_content() == "SRE 第1回"
    assert "いま開催中" in page.text_content()
    assert first_deed(page) == "オンラインで参加"
    assert [one.get("href") for one in page.find_class("button-main")] == [URL]
    assert "こんばんは" not in page.text_content()


def test_whoever_waits_for_a_seat_reads_that_they_have_none(cast: Cast) -> None:
    cast.meeting.capacity = 2
    signups.sign_up(cast.meeting, cast.chika, now=NOON)

    seated, waiting = (
        running(cast, user).xpath("string(//section[starts-with(@aria-labelledby, 'now-')])")
        for user in (cast.botan, cast.chika)
    )

    assert ("補欠" in seated, "補欠" in waiting) == (False, True)


def test_before_the_start_it_says_so_and_on_other_days_nothing_of_it(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    go_to(cast.meeting.starts_at - timedelta(minutes=29))
    assert "まもなく開始" in browser.get("/").text

    go_to(cast.meeting.starts_at - timedelta(minutes=31))
    assert "sheet-now" not in browser.get("/").text


def test_without_a_link_the_place_is_text_and_the_note_comes_first(cast: Cast) -> None:
    cast.meeting.place = "会議室さくら"

    page = running(cast, cast.botan)

    assert "会議室さくら" in page.find_class("sheet-now")[0].text_content()
    assert first_deed(page) == "ノートを書く"


def test_one_press_begins_the_note_and_the_next_goes_on_with_it(cast: Cast) -> None:
    go_to(cast.meeting.starts_at + WHILE)
    browser = cast.browser(cast.botan)

    answer = browser.post(f"/meetings/{cast.meeting.id}/note")

    [note] = db.session.scalars(db.select(Note))
    assert answer.location == f"/notes/{note.id}/edit"
    assert f'href="/notes/{note.id}/edit"' in browser.get("/").text


def test_circle_and_session_begin_with_it_too(cast: Cast) -> None:
    cast.meeting.online_url = URL

    assert first_deed(running(cast, cast.chika, "/circles/sre/")) == "オンラインで参加"
    assert first_deed(running(cast, cast.botan, f"/meetings/{cast.meeting.id}/")) == "オンラインで参加"


def test_visitors_learn_nothing_of_where_it_is(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Open", visibility=cast.circle.visibility.PUBLIC)
    [meeting, *_] = meetings_of(circle)
    meeting.online_url = URL
    go_to(meeting.starts_at + WHILE)

    for address in ("/circles/open/", f"/meetings/{meeting.id}/"):
        assert URL not in cast.browser().get(address).text


def test_of_two_at_once_the_one_where_one_presents_comes_first(cast: Cast) -> None:
    cast.new_circle(cast.botan, title="A circle at the same time")
    claim(cast, cast.botan)

    page = running(cast, cast.botan)

    titles = [sheet.xpath(".//h1|.//h2")[0].text_content() for sheet in page.find_class("sheet-now")]
    assert titles == ["SRE 第1回", "A circle at the same time 第1回"]


def check_in(cast: Cast, browser: Browser, code: str) -> tuple[int, str]:
    answer = browser.post(f"/meetings/{cast.meeting.id}/check-in", data={"code": code, "back": "home"})
    return answer.status_code, answer.text


def test_the_code_is_typed_in_place_and_home_says_since_when_one_is_there(cast: Cast) -> None:
    cast.circle.has_checkin = True
    go_to(cast.meeting.starts_at + WHILE)
    browser = cast.browser(cast.botan)
    assert "出席コード" in browser.get("/").text

    answer = browser.post(
        f"/meetings/{cast.meeting.id}/check-in", data={"code": cast.meeting.checkin_code, "back": "home"}
    )

    assert answer.location == "/"
    assert "✓ 出席しました 19:05" in browser.get("/").text


def test_a_wrong_code_comes_back_beside_everything_else_of_the_hour(cast: Cast) -> None:
    cast.circle.has_checkin = True
    go_to(cast.meeting.starts_at + WHILE)

    status, text = check_in(cast, cast.browser(cast.botan), "WRONG")

    assert status == 422
    assert "このコードではないようです。会場の画面をもう一度ご確認ください。" in text
    assert 'value="WRONG"' in text
    assert db.session.scalars(db.select(Attendance)).all() == []


def test_the_code_is_asked_of_nobody_where_the_circle_uses_none(cast: Cast) -> None:
    assert "出席コード" not in running(cast, cast.botan).text_content()


def test_organisers_show_the_code_and_check_in_too(cast: Cast) -> None:
    cast.circle.has_checkin = True

    assert "出席コードを映す" in running(cast, cast.aki).text_content()
    assert "出席コードを映す" not in running(cast, cast.botan).text_content()


def test_what_most_agree_with_is_talked_about_first(cast: Cast) -> None:
    say(cast, "言われたこと")
    liked = say(cast, "賛成の多いこと")
    saying.like(liked, cast.aki)
    saying.take_back(say(cast, "取り下げたこと"), now=NOON)

    [agenda] = running(cast, cast.botan).find_class("agenda")

    assert [line.xpath("./a")[0].text for line in agenda] == ["賛成の多いこと", "言われたこと"]


def test_the_room_is_counted_and_not_named(cast: Cast) -> None:
    attending.confirm(
        cast.meeting, Sheet([cast.aki.id]), by=cast.aki, now=cast.meeting.starts_at + timedelta(minutes=1)
    )

    assert "2人のうち1人が出席" in running(cast, cast.botan).text_content()


def test_whoever_organises_finds_the_code_before_all_other_buttons(cast: Cast) -> None:
    cast.circle.has_checkin, cast.meeting.online_url = True, URL

    pressed = {user.name: first_deed(running(cast, user)) for user in (cast.aki, cast.botan)}

    assert pressed == {"Aki": "出席する", "Botan": "オンラインで参加"}


def test_the_screen_in_the_room_has_the_code_for_organisers_alone(cast: Cast) -> None:
    cast.circle.has_checkin = True
    say(cast, "話したいこと")
    go_to(cast.meeting.starts_at + WHILE)
    address = f"/meetings/{cast.meeting.id}/projector"

    shown = {user.name: cast.browser(user).get(address).text for user in (cast.aki, cast.botan)}

    assert all("話したいこと" in text and "Chapter 1" in text for text in shown.values())
    assert [cast.meeting.checkin_code in shown[name] for name in ("Aki", "Botan")] == [True, False]


def test_the_screen_of_the_room_says_what_is_read_together(cast: Cast) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    page = running(cast, cast.botan, f"/meetings/{cast.meeting.id}/projector")

    [chapters] = page.find_class("projector-chapters")
    # In words of their own, as large as a presenter's name: a pill is too small for the back row.
    assert "その場で読む" in chapters.xpath(".//p/text()")


def test_the_rooms_screen_names_the_day_of_a_session_that_is_not_todays(cast: Cast) -> None:
    address = f"/meetings/{cast.meeting.id}/projector"
    go_to(NOON)

    ahead = opened(cast.browser(cast.aki), address).text_content()
    today = running(cast, cast.aki, address).text_content()

    assert "12月2日(水)の章" in ahead
    assert "今日の章" not in ahead
    assert "今日の章" in today
    assert "12月2日" not in today


def test_what_runs_says_which_chapter_is_read_together(cast: Cast) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    [sheet] = running(cast, cast.botan).find_class("sheet-now")

    assert "その場で読む" in sheet.text_content()
