"""On a phone, in Japanese: something of this week is one tap away from home."""

import pytest
from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to, state

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_from_home_one_signs_up_for_something_this_week_by_one_tap(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.chika, **PHONE).new_page()
    page.goto("/")
    week = page.get_by_role("region", name="今週の回")

    week.get_by_role("button", name="参加登録").tap()

    expect(page.get_by_text("参加登録しました。")).to_be_visible()
    # It leads back to where it was pressed, and the way back is in sight there.
    expect(week.get_by_role("heading", name="今週の回")).to_be_in_viewport()
    expect(page.get_by_role("button", name="元に戻す")).to_be_in_viewport()
    expect(week).to_contain_text("✓ 参加します")
    assert state(cast.meeting, cast.chika) == "confirmed"


def test_by_keyboard_the_way_back_comes_before_the_sessions_of_the_week(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.chika).new_page()
    page.goto("/")
    week = page.get_by_role("region", name="今週の回")
    week.get_by_role("button", name="参加登録").press("Enter")
    expect(week).to_contain_text("参加登録しました。")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="すべての会")).to_be_focused()
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="元に戻す")).to_be_focused()


def test_without_a_script_the_way_back_is_in_sight_too(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.chika, java_script_enabled=False, **PHONE).new_page()
    page.goto("/")

    page.get_by_role("region", name="今週の回").get_by_role("button", name="参加登録").tap()

    expect(page.get_by_role("button", name="元に戻す")).to_be_in_viewport()
    page.get_by_role("button", name="元に戻す").tap()
    expect(page.get_by_text("キャンセルしました")).to_be_in_viewport()
