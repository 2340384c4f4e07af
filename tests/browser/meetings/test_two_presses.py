"""How many presses a phone needs from home to what each practice asks of one: never more than two."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub.db import db
from studyhub.drills.models import Scenario
from studyhub.meetings.models import Meeting
from studyhub.rota import queries
from studyhub.rota.models import Rota
from studyhub.teams.models import Team
from tests.browser.meetings.test_taps import Phone, phone
from tests.cast import Cast
from tests.drills.conftest import scenario, service
from tests.drills.scenes import new_drill
from tests.meetings.scenes import go_to
from tests.rota.conftest import crew, keeper, published, rota
from tests.sos.conftest import other, rounds

__all__ = ["crew", "keeper", "other", "phone", "published", "rota", "rounds", "scenario", "service"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


def test_one_press_to_the_drill_of_today_for_whoever_responds(cast: Cast, scenario: Scenario, phone: Phone) -> None:
    drill = new_drill(cast, scenario)
    go_to(drill.meeting.starts_at - 6 * HOUR)
    thumb = phone(cast.botan)

    thumb.tap("トレーニングを開く")

    assert thumb.taps == 1
    expect(thumb.page).to_have_url(re.compile(rf"/training/drills/{drill.id}/$"))


def test_two_presses_to_the_drill_of_today_for_whoever_looks_on(cast: Cast, scenario: Scenario, phone: Phone) -> None:
    drill = new_drill(cast, scenario)
    go_to(drill.meeting.starts_at - 6 * HOUR)
    thumb = phone(cast.chika)

    thumb.tap("トレーニング", "header")
    thumb.tap("Replication stopped")

    assert thumb.taps == 2
    expect(thumb.page).to_have_url(re.compile(rf"/training/drills/{drill.id}/$"))


@pytest.mark.parametrize("hours", [20, 0])
def test_one_press_to_the_card_of_my_team_once_it_is_asked_for(
    cast: Cast, rounds: list[Meeting], other: Team, phone: Phone, hours: int
) -> None:
    go_to(rounds[0].starts_at - hours * HOUR)
    thumb = phone(cast.chika)

    thumb.tap("近況を書く")

    assert thumb.taps == 1
    expect(thumb.page).to_have_url(re.compile(rf"/sos/{rounds[0].id}/teams/{other.id}/edit$"))


def test_two_presses_to_the_card_of_my_team_on_any_other_day(
    cast: Cast, rounds: list[Meeting], other: Team, phone: Phone
) -> None:
    go_to(rounds[0].starts_at - 40 * HOUR)
    thumb = phone(cast.chika)

    thumb.tap("SoS", "header")
    thumb.tap("SUZURI の近況を書く")

    assert thumb.taps == 2
    expect(thumb.page).to_have_url(re.compile(rf"/sos/{rounds[0].id}/teams/{other.id}/edit$"))


def test_my_next_night_stands_on_home_and_is_one_press_away(cast: Cast, published: Rota, phone: Phone) -> None:
    first = min(queries.shifts_of(published), key=lambda one: one.starts_at)
    person = first.user
    assert person
    db.session.rollback()
    go_to(first.starts_at - 30 * HOUR)
    thumb = phone(person)
    expect(thumb.page.get_by_role("region", name="オンコール")).to_contain_text("次のあなたの夜")

    thumb.page.get_by_role("region", name="オンコール").get_by_role("link", name=re.compile("–")).tap()

    expect(thumb.page).to_have_url(re.compile(rf"/oncall/shifts/{first.id}/?$"))


def test_two_presses_to_what_i_carried_this_year(cast: Cast, phone: Phone) -> None:
    thumb = phone(cast.botan)

    thumb.page.locator("header summary").tap()
    thumb.tap("わたしの記録", "header")

    # The menu that opens is no navigation, and a press all the same.
    assert thumb.taps + 1 == 2
    expect(thumb.page).to_have_url(re.compile(r"/ledger/$"))
    expect(thumb.page.get_by_role("heading", level=1)).to_be_visible()
