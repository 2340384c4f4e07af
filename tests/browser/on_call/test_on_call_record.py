"""One's own record of on-call on a phone, and from there the month that goes to payroll."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub.allowance import closing
from studyhub.allowance.figures import first_of
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Rota
from tests.browser.entering import Entrance
from tests.cast import NOON
from tests.meetings.scenes import go_to
from tests.rota.conftest import FIRST, crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LATER = NOON + timedelta(days=40)


def test_ones_record_and_month_fit_a_phone(published: Rota, crew: list[User], keeper: User, enter: Entrance) -> None:
    closing.close(first_of(FIRST), by=keeper, now=LATER)
    db.session.commit()
    go_to(LATER)
    page = enter(crew[0], **PHONE).new_page()

    page.goto("/oncall/figures/?year=2026")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="月ごとに見る").tap()
    page.get_by_role("link", name="2026年12月").tap()

    expect(page.get_by_text("締め済み")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
