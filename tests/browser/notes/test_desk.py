"""The editors' page on a phone: what is stuck where, and the press that moves it on."""

import pytest
from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.meetings.scenes import after, go_to
from tests.notes.notebook import requested

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

FLOW = ["ノートがない 2 最長9日", "共有されていない 0", "公開の依頼がない 0"]
FLOW += ["レビュー待ち 1 最長17日", "ブログに未掲載 0"]


def test_an_editor_sees_what_is_stuck_reviews_the_oldest_and_tells_the_scribe(cast: Cast, enter: Entrance) -> None:
    requested(cast)
    cast.meetings[1].scribe_id = cast.botan.id
    go_to(after(cast.meetings[1], days=9))
    page = enter(cast.editor, **PHONE).new_page()
    page.goto("/notes/")

    page.get_by_role("link", name="公開の進み具合").tap()

    expect(page.locator(".flow > li")).to_have_text(
        [
            "ノートがない 2 最長9日",
            "共有されていない 0",
            "公開の依頼がない 0",
            "レビュー待ち 1 最長17日",
            "ブログに未掲載 0",
        ]
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    review = page.locator("main .button-main")
    expect(review).to_have_count(1)
    box = review.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    page.get_by_role("button", name="書記に知らせる SRE 第2回").tap()
    expect(page.get_by_role("region", name="終わった回で、ノートがない")).to_contain_text(
        "書記 Botan ・ 一度お知らせ済み"
    )
    review.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Goals")
