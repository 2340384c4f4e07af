"""A drill by keyboard: the focus stays where one pressed, also while the page follows what others do."""

import pytest
from playwright.sync_api import Page, expect

from studyhub.db import db
from studyhub.drills.running import playing
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.drills.scenes import new_drill, new_scenario
from tests.services.conftest import new_service


@pytest.fixture
def address(cast: Cast) -> str:
    """A drill that Aki examines and Botan responds to, under way."""
    drill = new_drill(cast, new_scenario(new_service(cast), cast.aki))
    playing.start(drill, by=cast.aki, now=NOON)
    db.session.commit()
    return f"/training/drills/{drill.id}/"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_responders_focus_stays_while_the_examiner_presses(address: str, cast: Cast, enter: Entrance) -> None:
    examiner, responder = enter(cast.aki).new_page(), enter(cast.botan).new_page()
    for page in (examiner, responder):
        page.goto(address)
    responder.get_by_role("button", name="ヒントをもらう").focus()

    examiner.get_by_role("button", name="聞かれた").press("Enter")
    expect(responder.locator(".log > li")).to_have_count(2)
    assert focused(responder) == "ヒントをもらう"

    examiner.get_by_role("button", name="中断する").press("Enter")
    expect(responder.locator("#drill-state")).to_have_text("中断中")
    assert responder.evaluate("document.activeElement.matches('[data-drill]')")


def test_presses_follow_each_other_and_lose_no_words(address: str, cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, java_script_enabled=False).new_page()
    page.goto(address)
    page.get_by_role("button", name="聞かれた").press("Enter")
    expect(page.get_by_role("button", name="聞かれた")).to_be_focused()
    page.locator(".log input[name=text]").first.fill("いつからですか")

    page.get_by_role("button", name="試した").press("Enter")

    expect(page.locator(".log input[name=text]")).to_have_count(2)
    expect(page.locator(".log input[name=text]").last).to_have_value("いつからですか")


def test_enter_in_a_line_saves_it_and_logs_nothing(address: str, cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki).new_page()
    page.goto(address)
    page.get_by_role("button", name="聞かれた").press("Enter")
    line = page.locator(".log input[name=text]")
    line.fill("いつからですか")

    with page.expect_navigation():
        line.press("Enter")

    expect(page.locator(".log > li")).to_have_count(2)
    expect(line).to_have_value("いつからですか")


def test_a_press_on_the_pad_leaves_what_the_responder_wants_in_sight(address: str, cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, viewport={"width": 390, "height": 844}).new_page()
    page.goto(address)

    page.get_by_role("button", name="聞かれた").press("Enter")

    expect(page.get_by_role("button", name="聞かれた")).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_without_a_script_a_refused_form_has_the_focus_too(address: str, cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, java_script_enabled=False).new_page()
    page.goto("/training/scenarios/new")

    page.get_by_role("button", name="お題を保存").press("Enter")

    expect(page.locator(".error-summary")).to_be_focused()
