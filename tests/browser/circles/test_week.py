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
