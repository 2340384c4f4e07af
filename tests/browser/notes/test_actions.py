"""On a phone, in Japanese: what a note says becomes decisions and actions by one tap each, and returns until done."""

import pytest
from playwright.sync_api import expect

from studyhub.actions.models import Action
from studyhub.db import db
from studyhub.notes.edits import writing
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_two_taps_keep_what_a_note_says_and_its_owner_finds_it_at_home(cast: Cast, enter: Entrance) -> None:
    go_to(NOON)
    note = writing.begin(cast.circle, cast.meeting, "第1回", "", by=cast.aki, now=NOON)
    db.session.commit()
    page = enter(cast.aki, **PHONE).new_page()
    page.goto(f"/notes/{note.id}/edit")
    page.get_by_label("本文").fill("決定: 書記は輪番にする\n\n- [ ] 順番の表を作る @Botan 12/18\n")
    page.get_by_role("button", name="保存").tap()

    page.get_by_role("button", name="決定事項にする").tap()
    page.get_by_role("button", name="宿題にする").tap()

    settled = page.get_by_role("region", name="決定事項と宿題")
    expect(settled).to_contain_text("順番の表を作る")
    expect(settled).to_contain_text("Botan ・ 12月18日(金)まで")
    home = enter(cast.botan, **PHONE).new_page()
    home.goto("/")
    mine = home.get_by_role("region", name="あなたの宿題")
    expect(mine).to_contain_text("12月18日(金)まで")
    mine.get_by_role("button", name="完了にする").tap()
    expect(home.get_by_text("完了にしました:順番の表を作る")).to_be_visible()
    expect(mine).to_have_count(0)
    assert [action.done_at is not None for action in db.session.scalars(db.select(Action))] == [True]
