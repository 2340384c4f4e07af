"""One person out of many is chosen by typing a part of their name, on a phone and by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from studyhub.db import db
from studyhub.meetings.signing_up import joining
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(cast: Cast, enter: Entrance) -> Page:
    """The organiser's page of a session, where many can be signed up."""
    cast.person("八木 みどり", kana="やぎ みどり")
    for number in range(20):
        cast.person(f"青木 {number}", kana=f"あおき {number}")
    db.session.commit()
    page = enter(cast.aki, viewport=PHONE).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/people")
    return page


def test_a_person_is_found_by_a_part_of_the_reading_and_chosen_by_keyboard(people: Page) -> None:
    field = people.get_by_role("combobox", name="誰")
    expect(field).to_have_value("")
    field.focus()
    field.type("ヤギ")
    expect(people.get_by_role("option")).to_have_text(["八木 みどり"])

    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("八木 みどり")
    field.press("Enter")

    expect(people.get_by_role("listitem").filter(has_text="八木 みどり")).to_be_visible()


def test_what_is_nobodys_name_sends_nothing(people: Page) -> None:
    field, before = people.get_by_role("combobox", name="誰"), people.get_by_role("listitem").count()
    field.fill("だれでもない")
    field.press("Tab")
    people.get_by_role("button", name="参加登録", exact=True).click()

    assert field.evaluate("field => field.validationMessage") == "この名前の方は、ここでは選べません。"
    expect(people.get_by_role("listitem")).to_have_count(before)


def test_without_a_script_the_select_is_there(cast: Cast, enter: Entrance) -> None:
    page = enter(cast.aki, java_script_enabled=False).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/people")

    assert page.locator("select[name=user_id]").is_visible()


def test_an_address_that_names_the_field_leads_to_it(people: Page) -> None:
    people.goto(f"{people.url}#user_id")
    people.reload()

    expect(people.get_by_role("combobox", name="誰")).to_be_focused()


def test_a_session_of_many_is_saved_without_anybody_having_been_chosen(people: Page, cast: Cast) -> None:
    for user in cast.people(14):
        joining.join(cast.circle, user, now=NOON)
    db.session.commit()
    people.goto(f"/meetings/{cast.meeting.id}/edit")
    facilitator = people.get_by_role("combobox", name="司会")
    expect(facilitator).to_have_value("未定")

    people.get_by_label("場所").fill("会議室さくら")
    people.get_by_role("button", name="保存").click()

    expect(people).to_have_url(re.compile(r"/meetings/\d+/$"))
    expect(people.locator("main")).to_contain_text("会議室さくら")
