"""Between meetings, on phones: thoughts in two taps, everybody's on every screen within two seconds, nothing lost."""

import time
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from studyhub.db import db
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.people.models import User
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WRITERS = 12
SEEN_BY_ALL_MS = 2000


def page_of(cast: Cast, enter: Entrance, user: User) -> Page:
    page = enter(user, **PHONE).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")
    page.locator("[data-thoughts]").wait_for()
    return page


def said(page: Page) -> Locator:
    return page.locator(".thoughts .lines")


def expect_all(pages: Sequence[Page], count: int) -> None:
    """Every page shows that many, all of them within two seconds from now."""
    end = time.monotonic() + SEEN_BY_ALL_MS / 1000
    for page in pages:
        expect(said(page)).to_have_count(count, timeout=max((end - time.monotonic()) * 1000, 1))


def test_from_home_a_thought_takes_two_taps(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.botan, **PHONE).new_page()
    page.goto("/")

    page.get_by_role("link", name="感想・疑問を書く").tap()
    page.locator("[data-thoughts]").wait_for()
    page.keyboard.type("数えるところから始める")
    page.get_by_role("button", name="感想を書く").tap()

    expect(said(page)).to_have_text(["数えるところから始める"])
    [thought] = db.session.scalars(db.select(Thought))
    assert (thought.text, thought.user_id) == ("数えるところから始める", cast.botan.id)


def test_without_a_script_it_is_a_plain_form(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.botan, **PHONE, java_script_enabled=False).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")

    page.fill("#text", "スクリプトなし")
    page.get_by_role("button", name="疑問を書く").tap()

    expect(page.locator(".thoughts li:target .lines")).to_contain_text("スクリプトなし")
    page.locator(".thoughts [aria-pressed]").tap()
    expect(page.locator(".thoughts [aria-pressed]")).to_contain_text("1")
    page.get_by_role("link", name="新しく書かれたものを表示").wait_for()


def test_twelve_write_at_once_and_all_see_all_while_one_is_typing(cast: Cast, enter: Entrance) -> None:
    people = cast.people(WRITERS)
    pages = [page_of(cast, enter, user) for user in (cast.aki, cast.botan, cast.chika)]
    typing = pages[0].locator("#text")
    typing.fill("途中まで書いた感想")
    typing.evaluate("field => field.setSelectionRange(2, 2)")
    before = typing.bounding_box()
    fields = {"chapter_id": chapter_of(cast.meeting).id, "kind": "thought"}
    forms = [
        (person, f"/meetings/{cast.meeting.id}/thoughts", {**fields, "text": f"感想 {number}"})
        for number, person in enumerate(people)
    ]

    statuses = enter.post_at_once(forms)

    expect_all(pages, WRITERS)
    assert statuses == [303] * WRITERS
    assert sorted(said(pages[2]).all_inner_texts()) == sorted(f"感想 {number}" for number in range(WRITERS))
    assert typing.input_value() == "途中まで書いた感想"
    assert typing.evaluate("field => [document.activeElement === field, field.selectionStart]") == [True, 2]
    assert typing.bounding_box() == before


def test_likes_and_texts_taken_back_are_seen_by_all(cast: Cast, enter: Entrance) -> None:
    mine = saying.say(chapter_of(cast.meeting), ThoughtKind.THOUGHT, "言い過ぎた", by=cast.botan, now=NOON)
    db.session.commit()
    aki, botan = page_of(cast, enter, cast.aki), page_of(cast, enter, cast.botan)

    aki.locator(f"#thought-{mine.id} [aria-pressed]").tap()
    expect(botan.locator(f"#thought-{mine.id} [aria-pressed]")).to_contain_text("1", timeout=SEEN_BY_ALL_MS)
    botan.get_by_role("button", name="削除").tap()
    expect(said(aki)).to_have_count(0, timeout=SEEN_BY_ALL_MS)
    botan.get_by_role("button", name="元に戻す").tap()

    expect_all([aki, botan], 1)


def test_a_text_too_long_is_answered_in_place_and_stays(cast: Cast, enter: Entrance) -> None:
    page = page_of(cast, enter, cast.botan)
    page.fill("#text", "あ" * 501)

    page.get_by_role("button", name="感想を書く").tap()

    expect(page.locator("#text-error")).to_contain_text("500文字まで")
    assert page.input_value("#text") == "あ" * 501


def test_what_is_typed_survives_a_closed_window(cast: Cast, enter: Entrance) -> None:
    context = enter(cast.botan, **PHONE)
    page = context.new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")
    page.locator("#text").press_sequentially("あとで")

    page.close()

    again = context.new_page()
    again.goto(f"/meetings/{cast.meeting.id}/")
    expect(again.locator("#text")).to_have_value("あとで")
