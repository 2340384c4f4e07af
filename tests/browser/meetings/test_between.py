"""Two presenters on their phones: one proposes a swap, the other answers by one press at home; links of a chapter."""

from datetime import timedelta

from playwright.sync_api import expect

from studyhub.db import db
from studyhub.meetings.assigning import assignments
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, held

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_two_presenters_agree_and_one_adds_slides(cast: Cast, enter: Entrance) -> None:
    claim(cast, cast.botan)
    second = cast.meetings[1]
    address = f"/meetings/{second.id}/"
    assignments.claim(second, chapter_of(second), cast.aki, now=NOON)
    go_to(NOON + timedelta(hours=1))
    page = enter(cast.botan, **PHONE).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")

    page.get_by_role("link", name="交換・代わりを相談").tap()
    page.get_by_role("button", name="交換を相談する").tap()
    page.get_by_text("Akiさんに相談しました。").wait_for()

    answering = enter(cast.aki, **PHONE).new_page()
    answering.goto("/")
    answering.get_by_role("button", name="引き受ける").first.tap()
    answering.get_by_text("担当が入れ替わりました。").wait_for()
    assert [held(chapter_of(meeting))[0].user_id for meeting in (cast.meeting, second)] == [cast.aki.id, cast.botan.id]
    # Whoever only looked holds up nobody.
    db.session.rollback()

    page.goto(address)
    page.get_by_role("link", name="スライド・リンク").tap()
    page.get_by_label("リンクの名前").fill("発表資料")
    page.get_by_label("アドレス").fill("https://slides.example.com/2")
    page.get_by_role("button", name="追加する").tap()
    page.get_by_text("リンクを追加しました。社内の人だけに表示されます。").wait_for()
    page.goto(address)
    expect(page.get_by_role("link", name="発表資料")).to_have_attribute("href", "https://slides.example.com/2")
