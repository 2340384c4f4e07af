"""All lines of one depth and kind are ticked by one press, in a real browser with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import Entrance
from tests.cast import Cast

TEXT = "第1部 灯り\n第1章 電球 3\n1.1 明るさ 5\n1.2 熱 9\n第2章 停電 15\n2.1 手順 19\n"


def ticked(page: Page) -> list[str]:
    """The names of the ticked boxes."""
    boxes = page.locator("input[type=checkbox][name^=x]:checked").all()
    return [box.get_attribute("name") or "" for box in boxes]


def pasted(page: Page) -> None:
    """To the second step, as a person gets there."""
    page.goto("/circles/new")
    page.fill("input[name=title]", "静かな夜の本")
    page.fill("textarea[name=toc]", TEXT)
    page.click("#book .button-main")
    page.wait_for_url(re.compile(r"/circles/new/chapters\?draft="))


@pytest.mark.parametrize("with_script", [True, False])
def test_one_press_reads_by_sections(cast: Cast, enter: Entrance, with_script: bool) -> None:
    page = enter(cast.botan, java_script_enabled=with_script).new_page()
    pasted(page)
    assert ticked(page) == ["x1", "x4"]

    page.locator("#groups summary").click()
    page.locator("button[name=only][value='2:section']").click()
    page.wait_for_url("**#groups")

    assert ticked(page) == ["x2", "x3", "x5"]
    expect(page.locator("#groups details")).to_have_attribute("open", "")


def test_enter_in_a_field_goes_on_to_the_schedule(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.botan).new_page()
    pasted(page)

    page.goto(f"{page.url}&edit=1")
    page.press("input[name=t1]", "Enter")

    page.wait_for_url(re.compile(r"/circles/new/schedule\?draft="))
