"""Twenty minutes with the alerts of a team, on a phone: what to begin with, and the decision about it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub.services import keeping
from studyhub.services.keeping import Described
from tests.alerts.conftest import ring
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_what_rings_every_night_is_removed_from_the_review(cast: Cast, enter: Entrance) -> None:
    service = keeping.create(Described(cast.team.id, "market-db"), by=cast.admin, now=NOON)
    at_night = NOON - timedelta(hours=8, minutes=55)
    ring(service, *(at_night - timedelta(days=n) for n in range(4)), rule="MarketDBDiskIOHigh")
    go_to(NOON)
    page = enter(cast.botan, **PHONE).new_page()
    page.goto("/oncall/")

    page.get_by_role("link", name="棚卸し").tap()
    expect(page.get_by_text("いつも03:05ごろに鳴り、誰も何もせず5分で止まります。")).to_be_in_viewport()
    expect(page.get_by_role("radio", name="消す")).to_be_checked()
    page.get_by_label("理由").fill("バックアップの時刻で、影響がない")
    page.get_by_role("button", name="これに決める").tap()

    expect(page.get_by_text("「消す」に決めました。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.goto("/oncall/alerts/")
    expect(page.get_by_text("静かです。今月決めるものはもうありません。")).to_be_visible()
