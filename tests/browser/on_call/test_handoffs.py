"""The end of a shift at the phone: one press where nothing burns, one line where something does; the next reads it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from tests.browser.entering import Entrance
from tests.handoffs.conftest import author, crew, keeper, next_night, next_one, night, published, rota

__all__ = ["author", "crew", "keeper", "next_night", "next_one", "night", "published", "rota"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SOON = timedelta(minutes=30)


def test_that_nothing_burns_is_one_press_from_home(enter: Entrance, night: Shift, author: User) -> None:
    clock.start_at(night.ends_at - SOON)
    page = enter(author, **PHONE).new_page()
    db.session.rollback()
    page.goto("/")

    page.get_by_role("main").get_by_role("button", name="燃えているものはありません").tap()

    expect(page.get_by_text("「燃えているものはない」と引き継ぎました")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="引き継ぎを書く")).to_have_count(0)


def test_what_burns_is_written_in_one_line_and_the_next_one_receives_it(
    enter: Entrance, night: Shift, next_night: Shift, author: User, next_one: User
) -> None:
    begins, ends = next_night.starts_at, night.ends_at
    clock.start_at(ends - SOON)
    mine, theirs = (enter(person, **PHONE).new_page() for person in (author, next_one))
    db.session.rollback()

    mine.goto("/")
    mine.get_by_role("main").get_by_role("link", name="引き継ぎを書く").tap()
    mine.get_by_label("まだ燃えていること").fill("ディスクが残り 8% です")
    mine.get_by_role("main").get_by_role("button", name="引き継ぐ").tap()
    expect(mine.get_by_text("引き継ぎました。")).to_be_visible()

    clock.start_at(begins + SOON)
    theirs.goto("/")
    expect(theirs.get_by_text("引き継ぎ:ディスクが残り 8% です")).to_be_visible()
    assert theirs.evaluate("document.documentElement.scrollWidth") == 390
    theirs.get_by_role("main").get_by_role("link", name="引き継ぎを読む").tap()
    theirs.get_by_role("main").get_by_role("button", name="受け取りました").tap()

    expect(theirs.get_by_text("✓ 受け取り済み")).to_be_visible()
    mine.reload()
    mine.get_by_role("main").get_by_role("link", name="引き継ぎを読む").first.tap()
    expect(mine.get_by_text("✓ 受け取り済み")).to_be_visible()
