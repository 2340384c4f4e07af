"""A night given away at the phone: in two presses from home, to the pager, and what pages say until it follows."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from studyhub.db import db
from studyhub.pager.models import Pager
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.finding import candidates
from studyhub.rota.swaps.finding.situation import Hours
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.pager.conftest import crew, duty, keeper, night, pager, published, rota, work
from tests.pager.pagerduty_stub import PagerDuty

__all__ = ["crew", "duty", "keeper", "night", "pager", "published", "rota"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def giver(night: Shift) -> User:
    assert night.user is not None
    return night.user


@pytest.fixture
def taker(night: Shift, giver: User) -> User:
    """Who could take it and is offered first."""
    hours = Hours(night, night.starts_at, night.ends_at)
    return candidates.offers(hours, giver.id, now=night.starts_at - AN_HOUR).can[0].person


def test_a_night_given_away_reaches_the_pager_and_until_then_pages_say_whom_it_calls(
    cast: Cast, enter: Entrance, pager: Pager, duty: PagerDuty, night: Shift, giver: User, taker: User
) -> None:
    # Read before the server is asked: an open transaction here would keep it from writing.
    shift, begins, taker_id = f"/oncall/shifts/{night.id}/", night.starts_at, taker.id
    names = giver.name, taker.name
    work(cast, begins - AN_HOUR)
    db.session.rollback()
    mine, theirs = (enter(person, **PHONE).new_page() for person in (giver, taker))
    db.session.rollback()

    mine.goto("/")
    mine.locator(f"main a[href='{shift}']").tap()
    mine.get_by_role("button", name=f"頼む {names[1]}", exact=True).tap()
    expect(mine.get_by_text("ページャーも")).to_contain_text(names[0])
    duty.mood = "away"
    theirs.goto("/")
    with theirs.expect_navigation():
        theirs.get_by_role("button", name="引き受ける").first.tap()

    work(cast, begins + AN_HOUR)
    db.session.rollback()
    for page in ("/", "/oncall/", shift):
        theirs.goto(page)
        expect(theirs.get_by_text(f"ページャーはまだ{names[0]}さんを呼びます").first).to_be_visible()
        assert width(theirs) == 390
    duty.mood = ""
    work(cast, begins + 2 * AN_HOUR)
    db.session.rollback()
    for page in ("/oncall/", shift):
        theirs.goto(page)
        expect(theirs.get_by_text(f"ページャーも{names[1]}さんを呼びます").first).to_be_visible()
    assert duty.called("PPRIME1", begins + 3 * AN_HOUR) == f"PU{taker_id}"


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))
