"""Days away on a phone: tapped on a month, sent with one press, and gone from home."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import DayPart
from studyhub.rota.collecting import collecting
from studyhub.services import keeping, readying
from studyhub.services.keeping import Described
from studyhub.services.states import ReadinessState
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_days_asked_for_are_tapped_on_a_phone(cast: Cast, enter: Entrance) -> None:
    service = keeping.create(Described(cast.team.id, "cart-api"), by=cast.admin, now=NOON)
    readying.sign_off(service, cast.aki, ReadinessState.READY, by=cast.botan, now=NOON)
    first = date(2027, 1, 1)
    collecting.ask(first, first + timedelta(days=30), NOON.date(), by=cast.admin, now=NOON)
    go_to(NOON)
    page = enter(cast.aki, **PHONE).new_page()
    page.goto("/")

    page.get_by_role("link", name="日を選ぶ").tap()
    page.get_by_role("checkbox", name="1月5日(火)（終日）").tap()
    page.get_by_role("checkbox", name="1月6日(水)（夜間）").tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="保存", exact=True).tap()

    expect(page.get_by_text("回答済み")).to_be_visible()
    expect(page.get_by_role("checkbox", name="1月5日(火)（終日）")).to_be_checked()
    page.goto("/")
    expect(page.get_by_role("link", name="日を選ぶ")).to_have_count(0)
    db.session.rollback()
    mine = db.session.scalars(people.unavailabilities(cast.aki)).all()
    assert [(one.starts_on, one.part) for one in mine] == [
        (date(2027, 1, 5), DayPart.WHOLE),
        (date(2027, 1, 6), DayPart.EVENING),
    ]


def test_by_keyboard_the_calendar_is_one_stop_and_arrow_keys_go_through_it(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.aki).new_page()
    page.goto("/profile/unavailability/days?month=2027-01")
    days = page.locator("[data-days] input")
    expect(page.locator("[data-days] input[tabindex='0']")).to_have_count(1)

    days.first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "PageDown", "PageUp", "End"):
        page.keyboard.press(key)
    # From 1 January to the 2nd, its evening, a week on, four weeks there and back, to the Sunday.
    expect(page.get_by_role("checkbox", name="1月10日(日)（終日）")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("checkbox", name="1月3日(日)（夜間）")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_text("登録しました").wait_for()
    db.session.rollback()
    assert [(one.starts_on, one.part) for one in db.session.scalars(people.unavailabilities(cast.aki))] == [
        (date(2027, 1, 3), DayPart.EVENING)
    ]


def test_by_keyboard_the_calendar_begins_with_today(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.aki).new_page()
    page.clock.set_fixed_time(NOON + timedelta(days=9))
    page.goto("/profile/unavailability/days")

    page.get_by_role("link", name="期間や曜日でまとめて入力する").focus()
    page.keyboard.press("Tab")

    expect(page.get_by_role("checkbox", name="12月10日(木)（終日）")).to_be_focused()


def test_without_a_script_links_lead_past_the_calendar_and_to_a_span_of_days(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, java_script_enabled=False).new_page()
    page.goto("/profile/unavailability/days")

    page.get_by_role("link", name="カレンダーの下へ進む").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="保存", exact=True)).to_be_focused()
    page.get_by_role("link", name="期間や曜日でまとめて入力する").click()

    expect(page.get_by_label("最初の日")).to_be_visible()
