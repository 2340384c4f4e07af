"""What a browser keeps of one person: not shown to the next, there when they come back, gone when they sign out."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.entering import Entrance
from tests.cast import Cast

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
UNSENT = "まだ送っていない感想"


def meeting_page(cast: Cast, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")
    page.locator("[data-thoughts]").wait_for()
    return page


def write(page: Page) -> None:
    page.locator("#text").press_sequentially(UNSENT)
    page.close()


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.values(localStorage)")
    return found


def test_what_one_has_not_sent_is_not_shown_to_the_next(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))

    enter.sign_in(context, cast.chika)
    page = meeting_page(cast, context)

    expect(page.locator("#text")).to_have_value("")


def test_it_is_there_when_they_sign_in_again(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    enter.sign_in(context, cast.chika)
    meeting_page(cast, context).close()

    enter.sign_in(context, cast.botan)
    page = meeting_page(cast, context)

    expect(page.locator("#text")).to_have_value(UNSENT)


def test_signing_out_clears_what_the_browser_keeps(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    page = meeting_page(cast, context)
    assert kept(page) == [UNSENT]

    sign_out(page)

    assert kept(page) == []


def test_the_answer_clears_it_where_a_script_would_not(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    page = meeting_page(cast, context)
    page.evaluate("() => document.querySelector('[data-sign-out]').removeAttribute('data-sign-out')")

    sign_out(page)

    assert kept(page) == []


def sign_out(page: Page) -> None:
    page.locator(".menu summary").last.click()
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")


def test_texts_that_name_no_writer_are_taken_away(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.chika)
    page = meeting_page(cast, context)
    page.evaluate("text => localStorage.setItem('studyhub:thought:' + location.origin + '/x', text)", UNSENT)

    page.reload()
    page.locator("[data-thoughts]").wait_for()

    assert kept(page) == []
    expect(page.locator("#text")).to_have_value("")
