"""Woken at night with a phone in one hand: from home to what is peculiar to a service in two presses."""

import pytest
from playwright.sync_api import expect

from studyhub.services import keeping, quirks
from studyhub.services.keeping import Described
from studyhub.services.quirks import Words
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_first_quirk_is_two_presses_from_home(cast: Cast, enter: Entrance) -> None:
    described = Described(cast.team.id, "cart-api", "カートと注文の受け付け", "https://wiki.example/cart-api")
    service = keeping.create(described, by=cast.admin, now=NOON)
    words = Words("セールの始まりは、待つ", "再起動しない", "<p>再起動しない</p>")
    quirks.write(service, words, by=cast.botan, now=NOON)
    go_to(NOON)
    page = enter(cast.chika, **PHONE).new_page()
    page.goto("/")
    bar = page.get_by_role("navigation", name="主なページ")

    bar.get_by_role("link", name="オンコール").tap()
    expect(page.get_by_text("セールの始まりは、待つ")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="cart-api", exact=True).tap()

    expect(page.get_by_role("link", name="ランブックを開く")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="セールの始まりは、待つ")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
