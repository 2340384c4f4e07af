"""A circle is planned on a phone: pasted, answered, one date changed in its line, back and forth, made."""

import re

from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.circles.planning import SEEKING_SRE

CHAPTERS = re.compile(r"/circles/new/chapters\?draft=")
SCHEDULE = re.compile(r"/circles/new/schedule\?draft=")
# What Tab stops at, as far as one can see.
STOPS = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(one => one.tabIndex >= 0 && !one.hidden && !one.disabled && one.checkVisibility()).length"""
MOST_STOPS, MOST_HEIGHT = 30, 2000


def test_a_book_is_planned_by_thumb_and_back_loses_nothing(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.botan, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/circles/new")
    page.fill("input[name=title]", "SREの探求")
    page.fill("textarea[name=toc]", SEEKING_SRE)
    page.click("#book .button-main")
    page.wait_for_url(CHAPTERS)
    # 207 and 8,249 when every line had its fields.
    assert page.evaluate(STOPS) <= MOST_STOPS
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_HEIGHT

    page.click(".hold .button-main")
    page.wait_for_url(SCHEDULE)
    expect(page.locator(".hold .button-main")).to_be_in_viewport()
    line = page.locator("#session-2")
    line.locator("summary").click()
    before = line.locator("input[type=date]").input_value()
    line.locator("button[name=skip]").click()
    expect(line.locator("input[type=date]")).not_to_have_value(before)
    after = line.locator("input[type=date]").input_value()

    # The plan before the press, the lines, the contents.
    for _ in range(3):
        page.go_back()
    expect(page.locator("textarea[name=toc]")).to_have_value(re.compile("インシデントのメトリクス"))
    for _ in range(3):
        page.go_forward()
    page.wait_for_url(SCHEDULE)
    page.reload()
    expect(page.locator("#session-2 input[type=date]")).to_have_value(after)

    page.locator(".hold .button-main").click()
    page.wait_for_url(re.compile(r"/circles/(?!new)[^/]+/$"))
    expect(page.locator("h1")).to_have_text("SREの探求 読書会")
