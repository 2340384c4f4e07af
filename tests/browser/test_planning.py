"""A circle is planned on a phone: pasted, answered, one date changed in its line, back and forth, made."""

import re

from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.circles.planning import SEEKING_SRE


def test_a_book_is_planned_by_thumb_and_back_loses_nothing(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.botan, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/circles/new")
    page.fill("input[name=title]", "SREの探求")
    page.fill("textarea[name=toc]", SEEKING_SRE)
    page.click("#book .button-main")
    page.wait_for_url("**/circles/new/chapters?draft=*")

    page.click(".hold .button-main")
    page.wait_for_url("**/circles/new/schedule?draft=*")
    create = page.locator(".hold .button-main")
    expect(create).to_be_in_viewport()
    line = page.locator("#session-2")
    line.locator("summary").click()
    before = line.locator("input[type=date]").input_value()
    line.locator("button[name=skip]").click()
    expect(line.locator("input[type=date]")).not_to_have_value(before)
    after = line.locator("input[type=date]").input_value()

    page.go_back()
    page.wait_for_url("**/circles/new/chapters?draft=*")
    page.go_back()
    expect(page.locator("textarea[name=toc]")).to_have_value(re.compile("インシデントのメトリクス"))
    page.go_forward()
    page.go_forward()
    page.wait_for_url("**/circles/new/schedule?draft=*")
    page.reload()
    expect(page.locator("#session-2 input[type=date]")).to_have_value(after)

    page.locator(".hold .button-main").click()
    page.wait_for_url(re.compile(r"/circles/(?!new)[^/]+/$"))
    expect(page.locator("h1")).to_have_text("SREの探求 読書会")
