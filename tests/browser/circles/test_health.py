"""会の調子 on a phone: what an organiser can mend now, and the press that mends it."""

import pytest
from playwright.sync_api import expect

from studyhub.circles import organizers
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_an_organiser_sees_what_is_missing_and_mends_it_by_one_press(cast: Cast, enter: Entrance) -> None:
    for meeting in cast.meetings:
        meeting.online_url, meeting.scribe_id = "https://meet.example/sre", cast.botan.id
    organizers.name(cast.circle, cast.botan, by=cast.aki, now=NOON)
    go_to(NOON)
    page = enter(cast.aki, **PHONE).new_page()
    page.goto("/circles/sre/")
    health = page.get_by_role("region", name="会の調子")
    expect(health.locator(".waits > li")).to_have_count(1)
    expect(health).to_contain_text("4章分の担当が未定です")
    expect(health.locator(".settled > li")).to_contain_text(["交代の希望はありません", "次の回の場所は決まっています"])
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    plan = page.get_by_role("region", name="予定と記録").bounding_box()
    box = health.bounding_box()
    assert box is not None
    assert plan is not None
    assert box["y"] < plan["y"]

    health.get_by_role("button", name="4章分をまとめて依頼する").tap()
    page.wait_for_url("**/circles/sre/loads")
    page.goto("/circles/sre/")

    expect(health).to_contain_text("順調です。")
    go_to(after(cast.meeting, days=1))
    page.reload()
    health.get_by_role("link", name="出席を確定する").tap()
    page.wait_for_url(f"**/meetings/{cast.meeting.id}/attendance")


def test_when_reminders_go_out_fits_the_narrowest_phone(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.aki, viewport={"width": 320, "height": 640}).new_page()

    page.goto("/circles/sre/")

    expect(page.get_by_role("region", name="予定と記録")).to_contain_text("に送信")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
