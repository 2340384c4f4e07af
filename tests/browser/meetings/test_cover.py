"""On a phone, in Japanese: what happens when a presenter cannot come is decided by two taps from home."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.signing_up import joining
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, is_read_together

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_from_home_a_chapter_is_read_together_by_two_taps(cast: Cast, enter: Entrance) -> None:
    for user in cast.people(2):
        joining.join(cast.circle, user, now=NOON)
    claim(cast, cast.botan)
    two_hours_before = cast.meeting.starts_at - timedelta(hours=2)
    last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, "Ill", now=two_hours_before)
    go_to(two_hours_before)
    page = enter(cast.aki, **PHONE).new_page()
    page.goto("/")

    page.get_by_role("link", name="どうするか決める").tap()
    expect(page.get_by_role("heading", name="1章をどうしますか")).to_be_visible()
    page.get_by_role("button", name="その場で読む").tap()

    expect(page.get_by_text("その場で読むことにしました")).to_be_visible()
    expect(page.get_by_role("button", name="元に戻す")).to_be_visible()
    assert is_read_together(cast.meeting) == [True]
