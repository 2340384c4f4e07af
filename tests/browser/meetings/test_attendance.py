"""Ticking who was there, in a browser."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import NOON, Cast


def test_ticks_are_counted_as_they_change(cast: Cast, enter: Entrance) -> None:
    cast.meeting.starts_at, cast.meeting.ends_at = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    page = enter(cast.aki).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/attendance")
    expect(page.locator("[data-counts]")).to_have_text("2")

    page.locator(f"#present-{cast.botan.id}").uncheck()

    expect(page.locator("[data-counts]")).to_have_text("1")
