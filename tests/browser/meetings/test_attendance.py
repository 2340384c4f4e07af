"""Ticking who was there, in a browser."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import NOON, Cast


def test_the_button_says_of_how_many_and_without_a_script_no_number(cast: Cast, enter: Entrance) -> None:
    cast.meeting.starts_at, cast.meeting.ends_at = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    address = f"/meetings/{cast.meeting.id}/attendance"
    page = enter(cast.aki).new_page()
    page.goto(address)
    expect(page.get_by_role("button", name="2人の出席を確定する")).to_be_visible()

    page.locator(f"#present-{cast.botan.id}").uncheck()

    expect(page.get_by_role("button", name="1人の出席を確定する")).to_be_visible()
    bare = enter(cast.aki, java_script_enabled=False).new_page()
    bare.goto(address)
    expect(bare.get_by_role("button", name="出席を確定する", exact=True)).to_be_visible()


def test_ticks_are_counted_as_they_change(cast: Cast, enter: Entrance) -> None:
    cast.meeting.starts_at, cast.meeting.ends_at = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    page = enter(cast.aki).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/attendance")
    expect(page.locator("[data-counts]")).to_have_text("2")

    page.locator(f"#present-{cast.botan.id}").uncheck()

    expect(page.locator("[data-counts]")).to_have_text("1")
