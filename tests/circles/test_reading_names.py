"""輪読会 or 読書会: a circle that reads says once which it is, and is called so everywhere."""

import pytest
from lxml import html
from sqlalchemy import select

from studyhub.circles.models import Circle, CircleKind, CircleState, ReadingName
from studyhub.db import db
from tests.cast import Cast
from tests.circles.planning import WEDNESDAYS, fields, scheduled

SAID = {"title": "SRE", "visibility": "inside", "format": "presented", "reading_name": "rindokukai"}


def eyebrow(page: str) -> str:
    """The small line above the heading of a page."""
    return str(html.document_fromstring(page).xpath("string(//p[@class='eyebrow'])"))


def test_an_organiser_chooses_once_what_the_circle_is_called(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    before = eyebrow(browser.get("/circles/sre/").text)

    browser.post("/circles/sre/edit", data=SAID)

    assert "読書会" in before
    assert "輪読会" in eyebrow(browser.get("/circles/sre/").text)
    assert "Reading circle" in eyebrow(browser.get("/circles/sre/", headers={"Accept-Language": "en"}).text)
    assert fields(browser.get("/circles/sre/edit").text)["reading_name"] == "rindokukai"


def test_a_new_circle_is_called_what_was_chosen_in_the_last_step(cast: Cast) -> None:
    browser = cast.browser(cast.botan)
    typed = fields(scheduled(browser, **WEDNESDAYS, title="夜の会", reading_name="rindokukai").text)

    browser.post("/circles/new/circle", data=typed)

    named = select(Circle.reading_name).where(Circle.title == "夜の会")
    assert db.session.scalars(named).one() is ReadingName.RINDOKUKAI


@pytest.mark.parametrize("page", ["/search?q=SRE&kind=circles", "/circles/"])
def test_lists_call_it_what_it_calls_itself(cast: Cast, page: str) -> None:
    cast.circle.reading_name = ReadingName.RINDOKUKAI
    cast.circle.move_to(CircleState.FINISHED)
    db.session.commit()

    shown = cast.browser(cast.aki).get(page).text
    assert "<p>輪読会</p>" in shown


def test_a_study_session_is_not_asked(cast: Cast) -> None:
    cast.circle.kind = CircleKind.STUDY
    db.session.commit()

    assert 'name="reading_name"' not in cast.browser(cast.aki).get("/circles/sre/edit").text
