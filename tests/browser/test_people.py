"""On a phone, in Japanese: from a session to the page of who presents, and to that of their team."""

import pytest
from playwright.sync_api import expect

from studyhub.db import db
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.thanks import giving
from studyhub.meetings.thanks.models import Thanks
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.meetings.scenes import after, chapter_of, claim, go_to
from tests.notes import notebook

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_presenter_shows_thanks_and_a_colleague_finds_them_and_the_team(cast: Cast, enter: Entrance) -> None:
    claim(cast, cast.botan)
    notebook.published(cast).address = "https://tech.example.com/goals"
    sheet = Sheet([cast.aki.id, cast.botan.id], read=[chapter_of(cast.meeting).id])
    attending.confirm(cast.meeting, sheet, by=cast.aki, now=after(cast.meeting))
    giving.thank(cast.meeting, [cast.botan.id], "図がよかったです", by=cast.aki, now=after(cast.meeting))
    go_to(after(cast.meeting, hours=1))

    own = enter(cast.botan, **PHONE).new_page()
    own.goto("/people/me")
    expect(own.locator("main h2").first).to_have_text("発表")
    expect(own.get_by_role("region", name="自分の記録")).to_contain_text("出席")
    own.get_by_role("button", name="自分のページに載せる").tap()
    expect(own.get_by_text("✓ 載せています")).to_be_visible()
    assert [one.is_shown for one in db.session.scalars(db.select(Thanks))] == [True]

    page = enter(cast.aki, **PHONE).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/")
    page.get_by_role("link", name="Botan").first.tap()
    expect(page.get_by_role("link", name="ブログの記事")).to_have_attribute("href", "https://tech.example.com/goals")
    expect(page.get_by_role("region", name="ひとこと")).to_contain_text("図がよかったです")
    expect(page.get_by_text("自分の記録")).to_have_count(0)

    page.get_by_role("link", name="minne").tap()
    line = page.get_by_role("row").filter(has_text="Botan")
    expect(line).to_contain_text("発表1")
    # Cells that say nothing are not there, and the others wrap: nothing runs out of the screen.
    assert page.evaluate("document.documentElement.scrollWidth") == 390
