"""A circle moves to another room, on a phone, in Japanese: home, the session and the circle say the same."""

from playwright.sync_api import ViewportSize, expect

from tests.browser.entering import Entrance
from tests.cast import Cast

PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_place_changed_for_all_to_come_stands_everywhere(cast: Cast, enter: Entrance) -> None:
    for one in cast.meetings:
        one.place = "会議室A"
    cast.circle.place, cast.meetings[2].place = "会議室A", "屋上"
    page = enter(cast.aki).new_page()
    page.set_viewport_size(PHONE)
    page.goto(f"/circles/{cast.circle.slug}/edit")

    page.get_by_label("場所").fill("会議室さくら")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("会議室A → 会議室さくら")
    expect(page.get_by_text("場所を個別に変更済み")).to_be_visible()
    page.get_by_role("button", name="これからの回すべてに反映する").click()

    expect(page.locator(".page-head")).to_contain_text("次回は会議室さくら（場所の異なる回があります）")
    for address in (f"/meetings/{cast.meeting.id}/", "/"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("会議室さくら")
