"""On a phone, in Japanese: somebody new does the three first things on home, and they are gone."""

import pytest
from playwright.sync_api import expect

from studyhub.db import db
from studyhub.teams.models import Membership
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_first_things_are_done_where_they_stand_and_are_gone(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    page = enter(cast.chika, **PHONE).new_page()
    page.goto("/")
    steps = page.get_by_role("region", name="まずはこの3つから")
    expect(steps).to_be_in_viewport()

    steps.get_by_label("あなたのチーム").select_option("minne")
    steps.get_by_role("button", name="このチームにする").tap()
    expect(steps).to_contain_text("3件中1件完了")
    steps.get_by_role("button", name="参加登録").tap()
    expect(steps).to_contain_text("3件中2件完了")
    steps.get_by_role("button", name="聴き専で参加").tap()
    page.wait_for_url("**/circles/sre/")

    page.goto("/")
    expect(page.get_by_role("heading", name="次の回")).to_be_visible()
    expect(steps).to_have_count(0)
    db.session.rollback()
    assert db.session.scalars(db.select(Membership.team_id).filter_by(user_id=cast.chika.id)).all() == [cast.team.id]
