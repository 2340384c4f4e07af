"""A press on a shift leads back to the part of its page that it was about: what comes next is one Tab away."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps.models import Swap
from tests.cast import NOON, Browser, Cast


@pytest.fixture(autouse=True)
def _at_noon(night: Shift) -> None:
    clock.start_at(NOON)


def elements(page: str, path: str) -> Any:
    return html.fromstring(page).xpath(path)


def part(browser: Browser, answer: TestResponse) -> str:
    """The heading to which an answer leads, of the page as whoever pressed sees it."""
    address, _hash, name = (answer.location or "").partition("#")
    [heading] = elements(browser.get(address).text, f"//main//h2[@id='{name}']")
    return str(heading.text_content())


def asked(browser: Browser, night: Shift, giver: User, taker: User) -> TestResponse:
    data = {"giver": giver.id, "way": "give", "person": taker.id}
    return browser.post(f"/oncall/shifts/{night.id}/swaps", data=data)


def test_what_was_asked_is_taken_back_from_where_the_press_leads(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    browser = cast.browser(giver)

    first = part(browser, asked(browser, night, giver, able[0]))
    swap_id = db.session.scalars(select(Swap.id)).one()
    then = part(browser, browser.post(f"/oncall/swaps/{swap_id}/delete"))

    assert first == f"{able[0].name}さんの返事を待っています"
    assert then == "頼み方を選ぶ"


def test_whoever_took_it_over_can_undo_it_there_and_then_reads_who_has_it(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    asked(cast.browser(giver), night, giver, able[0])
    swap_id = db.session.scalars(select(Swap.id)).one()
    browser = cast.browser(able[0])

    taken = part(browser, browser.post(f"/oncall/swaps/{swap_id}/acceptance"))
    undone = part(browser, browser.post(f"/oncall/swaps/{swap_id}/undo"))

    assert taken == f"{giver.name}さんから{able[0].name}さんに代わりました"
    assert undone == "この時間の当番"


def test_whoever_cannot_this_time_reads_who_has_it(cast: Cast, night: Shift, giver: User, able: list[User]) -> None:
    asked(cast.browser(giver), night, giver, able[0])
    swap_id = db.session.scalars(select(Swap.id)).one()
    browser = cast.browser(able[0])

    assert part(browser, browser.post(f"/oncall/swaps/{swap_id}/decline")) == "この時間の当番"


def test_a_vacant_night_that_was_taken_can_be_undone_where_the_press_leads(
    cast: Cast, night: Shift, able: list[User]
) -> None:
    night.user_id = None
    db.session.commit()
    browser = cast.browser(able[0])

    assert part(browser, browser.post(f"/oncall/shifts/{night.id}/take")) == f"{able[0].name}さんが引き受けました"


def test_hours_taken_while_they_run_cannot_be_undone_and_lead_to_who_has_them(
    cast: Cast, night: Shift, able: list[User]
) -> None:
    night.user_id = None
    db.session.commit()
    clock.start_at(night.starts_at + timedelta(hours=2))
    browser = cast.browser(able[0])

    assert part(browser, browser.post(f"/oncall/shifts/{night.id}/take")) == "この時間の当番"


def test_hours_that_were_refused_say_so_at_their_fields_and_have_the_focus(
    cast: Cast, night: Shift, giver: User
) -> None:
    page = cast.browser(giver).get(f"/oncall/shifts/{night.id}/?way=part&since=03:00&until=02:00").text

    [problem] = elements(page, "//main//section[.//h2[@id='give']]//*[@autofocus]")
    assert problem.get("id") == "problem"
    assert [one.get("id") for one in elements(page, "//input[@aria-describedby='problem']")] == ["since", "until"]


def test_home_names_the_hours_that_somebody_is_asked_to_take(
    cast: Cast, night: Shift, giver: User, able: list[User]
) -> None:
    asked(cast.browser(giver), night, giver, able[0])

    [press] = elements(cast.browser(able[0]).get("/").text, "//form[contains(@action, '/acceptance')]/button")

    assert "19:00" in press.text_content()
