"""A draft is read, published and discarded in one place of the page of its rota, and a press leads back there."""

from typing import Any

import pytest
from lxml import html

from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.rota import queries
from studyhub.rota.models import Rota
from tests.cast import Browser, Cast


@pytest.fixture
def browser(cast: Cast, published: Rota, crew: list[User], keeper: User) -> Browser:
    """The keeper's, who planned anew because somebody is away."""
    crew[0].state = UserState.ON_LEAVE
    db.session.commit()
    return cast.browser(keeper)


def part(browser: Browser, rota: Rota, name: str) -> Any:
    """The part of the page of a rota that has a heading of a name."""
    page: Any = html.fromstring(browser.get(f"/oncall/rotas/{rota.id}/").text)
    [section] = page.xpath(f"//main//section[@aria-labelledby='{name}'][.//h2[@id='{name}']]")
    return section


def test_planned_anew_leads_to_what_changes_and_below_it_stand_the_presses_that_end_it(
    published: Rota, browser: Browser
) -> None:
    planned = browser.post(f"/oncall/rotas/{published.id}/draft")

    assert planned.location == f"/oncall/rotas/{published.id}/#draft"
    pressed = part(browser, published, "draft").xpath(".//form/@action")
    assert pressed == [f"/oncall/rotas/{published.id}/publish", f"/oncall/rotas/{published.id}/draft/delete"]


@pytest.mark.parametrize("press", ["publish", "draft/delete"])
def test_published_or_discarded_leads_to_what_is_in_force(published: Rota, browser: Browser, press: str) -> None:
    browser.post(f"/oncall/rotas/{published.id}/draft")
    draft = queries.open_draft(published)
    assert draft is not None

    ended = browser.post(f"/oncall/rotas/{published.id}/{press}", data={"draft": draft.id})

    assert ended.location == f"/oncall/rotas/{published.id}/#weeks"
    assert part(browser, published, "weeks") is not None
