"""Menus by keyboard: opened by Enter, closed by Escape or by going on."""

import pytest
from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def test_a_menu_that_is_left_by_tab_lies_over_nothing(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/")
    page.locator(".me summary").press("Enter")
    last = page.get_by_role("button", name="サインアウト")

    last.focus()
    expect(page.locator(".me details")).to_have_attribute("open", "")
    page.keyboard.press("Tab")

    expect(page.locator(".me details")).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_escape_closes_a_menu_and_hands_the_focus_back(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki).new_page()
    page.goto("/")
    page.locator(".me summary").press("Enter")
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    expect(page.locator(".me details")).not_to_have_attribute("open", "")
    expect(page.locator(".me summary")).to_be_focused()
