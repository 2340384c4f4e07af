"""Each step of planning has an address, so no way back or forth loses anything; a session is changed in its line."""

import html
import re

import pytest
from werkzeug.test import TestResponse

from tests.cast import Browser, Cast
from tests.circles.pages.test_pages_planning import made, meetings_of, titles_of
from tests.circles.planning import BOOK, TOC, WEDNESDAYS, answered, circle_count, fields, pasted, scheduled, sent


def press(browser: Browser, page: TestResponse, **pressed: str) -> TestResponse:
    """The last step after a press in it."""
    return sent(browser, "/circles/new/schedule", fields(page.text) | pressed)


def dates(page: TestResponse) -> list[str]:
    """The dates of the sessions as they stand."""
    typed = fields(page.text)
    return [typed[name] for name in typed if re.fullmatch(r"d\d+", name)]


def test_a_step_is_at_its_address_with_what_was_pasted(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    answer = browser.post("/circles/new/chapters", data=fields(browser.get("/circles/new").text) | BOOK)
    draft = answer.location.partition("?draft=")[2]

    assert answer.status_code == 303
    for step in ("", "/chapters", "/schedule"):
        assert browser.get(f"/circles/new{step}?draft={draft}").status_code == 200
    assert fields(browser.get(f"/circles/new?draft={draft}").text)["toc"].splitlines() == TOC.splitlines()


def test_the_sections_below_a_chapter_are_counted_as_sections(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(browser.get("/circles/new").text) | BOOK | {"toc": "第1章 監視\n1.1 指標\n1.2 記録\n第2章 通知\n"}

    page = answered(browser, "/circles/new/chapters", typed).text

    assert [one.strip() for one in re.findall(r'<p class="sections">(.*?)</p>', page)] == ["1.1 指標 ほか1節"]


def test_the_zone_of_a_new_circle_is_said_as_people_call_it(cast: Cast) -> None:
    page = scheduled(cast.browser(cast.botan)).text

    assert "定員なし ・ 日本時間</span></summary>" in page


def test_whoever_begins_anew_is_offered_what_they_have_begun(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    draft = fields(pasted(browser).text)["draft"]

    assert f"/circles/new?draft={draft}" in browser.get("/circles/new").text
    assert "draft=" not in cast.browser(cast.chika).get("/circles/new").text


def test_the_last_step_without_readable_lines_leads_to_them(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(pasted(browser).text)
    sent(browser, "/circles/new/chapters", typed | {"t3": ""})

    answer = browser.get(f"/circles/new/schedule?draft={typed['draft']}")

    assert answer.location == f"/circles/new/chapters?draft={typed['draft']}"


def test_lines_of_a_window_with_other_contents_change_nothing(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    stale = fields(pasted(browser).text)
    book = BOOK | {"draft": stale["draft"], "step": "book", "toc": "第1章 監視\n第2章 通知"}
    sent(browser, "/circles/new/chapters", book)

    again = fields(sent(browser, "/circles/new/chapters", stale).text)

    assert [again[name] for name in ("t0", "t1")] == ["監視", "通知"]


def test_a_press_in_a_line_joins_it_with_the_one_before(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    before = scheduled(browser, **WEDNESDAYS)

    after = press(browser, before, join="2")

    assert dates(after) == dates(before)[:-1]
    answer = browser.post("/circles/new/circle", data=fields(after.text))
    meetings = meetings_of(made(answer.location.strip("/").split("/")[1]))
    assert titles_of(meetings[0]) == ["静かな夜のための準備", "しきい値の決め方"]


def test_a_press_in_a_line_leaves_a_date_out_until_it_is_used_again(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    before = scheduled(browser, **WEDNESDAYS)

    after = press(browser, before, skip="2")

    assert dates(after)[:3] == ["2026-12-02", "2026-12-16", "2026-12-23"]
    assert 'name="use" value="2026-12-09"' in after.text
    assert dates(press(browser, after, use="2026-12-09")) == dates(before)


def test_a_session_of_several_chapters_is_made_two(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = scheduled(browser, **WEDNESDAYS, amount="3")

    assert len(dates(press(browser, page, halve="1"))) == len(dates(page)) + 1


def test_planning_anew_keeps_dates_changed_by_hand_and_says_so(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = scheduled(browser, **WEDNESDAYS)

    after = press(browser, page, d2="2026-12-08", weekday="3", action="replan")

    assert dates(after)[:3] == ["2026-12-03", "2026-12-08", "2026-12-17"]
    assert "手で変えた1回の日付はそのままです" in after.text
    assert dates(press(browser, after, action="forget"))[1] == "2026-12-10"


def test_another_division_keeps_dates_changed_by_hand_and_forgets_what_was_joined(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    page = scheduled(browser, **WEDNESDAYS)
    joined = press(browser, page, d1="2026-12-01", join="2")

    apart = press(browser, press(browser, joined, amount="2", action="replan"), amount="1", action="replan")

    assert dates(apart) == ["2026-12-01", *dates(page)[1:]]


def test_a_holiday_is_a_line_of_its_own(cast: Cast) -> None:
    page = html.unescape(scheduled(cast.browser(cast.botan), weekday="1", first_day="2026-12-22").text)

    assert "organisation" not in page
    assert re.search(r"off-day.*?3月23日", page, re.DOTALL) is None
    page = html.unescape(scheduled(cast.browser(cast.botan), weekday="4", first_day="2026-12-25").text)
    assert re.search(r'class="off-day">.*?1月1日\(金\)</time> 元日のため休み', page, re.DOTALL)


def test_a_start_of_its_own_is_kept(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS).text) | {"s2": "18:00"}

    answer = browser.post("/circles/new/circle", data=typed)

    starts = [one.starts_at.isoformat() for one in meetings_of(made(answer.location.strip("/").split("/")[1]))[:2]]
    assert starts == ["2026-12-02T10:00:00+00:00", "2026-12-09T09:00:00+00:00"]


def test_dates_that_are_past_are_asked_about(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS | {"first_day": "2026-11-04"}).text)

    asked = browser.post("/circles/new/circle", data=typed)

    assert (asked.status_code, circle_count()) == (422, 1)
    assert "記録として残しますか" in asked.text
    assert '<a href="#keeps_past">1か所' in asked.text
    assert browser.post("/circles/new/circle", data=fields(asked.text) | {"keeps_past": "y"}).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "place"), [({"d2": "2026-12-02"}, "d1"), ({"s2": "25:00"}, "s2"), ({"title": ""}, "title")]
)
def test_what_is_to_be_mended_is_counted_in_the_bar_which_leads_there(
    cast: Cast, wrong: dict[str, str], place: str
) -> None:
    browser = cast.browser(cast.botan)

    answer = browser.post("/circles/new/circle", data=fields(scheduled(browser, **WEDNESDAYS).text) | wrong)

    assert answer.status_code == 422
    assert re.search(rf'role="alert"[^>]*><a href="#{place}">\d+か所', answer.text)
    assert f'id="{place}"' in answer.text
