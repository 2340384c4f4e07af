"""What a browser keeps of one person: not shown to the next, there when they come back, gone when they sign out."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studyhub.db import db
from studyhub.notes.models import Note
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.notes.notebook import note_of

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

    press_sign_out(page)
    page.get_by_role("button", name="破棄してサインアウト").click()
    page.wait_for_url("**/sign-in")

    assert kept(page) == []


def test_signing_out_asks_first_where_texts_would_be_lost_and_says_how_many(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    page = meeting_page(cast, context)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"studyhub:draft:{cast.botan.id}:/x", UNSENT])

    press_sign_out(page)

    expect(page.locator("[data-question]")).to_contain_text("まだ送信していない文章が2件")
    page.get_by_role("button", name="サインアウトしない").click()
    expect(page.locator("[data-asks]")).to_be_hidden()
    assert kept(page) == [UNSENT] * 2
    press_sign_out(page, is_open=True)
    expect(page.locator("[data-question]")).to_be_visible()


def test_what_another_person_left_unsent_is_no_reason_to_ask(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    enter.sign_in(context, cast.chika)
    page = meeting_page(cast, context)

    sign_out(page)

    assert kept(page) == []


def test_notes_that_reached_the_server_are_no_reason_to_ask(cast: Cast, enter: Entrance) -> None:
    note, saved = note_of(cast, "text"), note_of(cast, "another text")
    context = enter(cast.botan)
    page = editor(context, note)
    page.keyboard.type("!")
    expect(page.locator("[data-state]")).to_contain_text("自動保存済み", timeout=15_000)
    page = editor(context, saved)
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**/notes/{saved.id}/")

    sign_out(page)


def test_notes_that_never_reached_the_server_are_asked_about(cast: Cast, enter: Entrance) -> None:
    note, context = note_of(cast, "text"), enter(cast.botan)
    page = editor(context, note)
    page.keyboard.type("!")
    page.close(run_before_unload=False)
    page = meeting_page(cast, context)

    press_sign_out(page)

    expect(page.locator("[data-question]")).to_contain_text("まだ送信していない文章が1件")


def editor(context: BrowserContext, note: Note) -> Page:
    db.session.commit()
    page = context.new_page()
    page.goto(f"/notes/{note.id}/edit")
    page.locator("markdown-toolbar").wait_for()
    page.locator("#source").focus()
    return page


def test_the_answer_clears_it_where_a_script_would_not(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan)
    write(meeting_page(cast, context))
    page = meeting_page(cast, context)
    page.evaluate("() => document.querySelector('[data-sign-out]').removeAttribute('data-sign-out')")

    sign_out(page)

    assert kept(page) == []


def sign_out(page: Page) -> None:
    press_sign_out(page)
    page.wait_for_url("**/sign-in")


def press_sign_out(page: Page, *, is_open: bool = False) -> None:
    if not is_open:
        page.locator(".menu summary").last.click()
    page.locator("form[action='/sign-out'] button").first.click()


def test_texts_that_name_no_writer_are_taken_away(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.chika)
    page = meeting_page(cast, context)
    page.evaluate("text => localStorage.setItem('studyhub:thought:' + location.origin + '/x', text)", UNSENT)

    page.reload()
    page.locator("[data-thoughts]").wait_for()

    assert kept(page) == []
    expect(page.locator("#text")).to_have_value("")
