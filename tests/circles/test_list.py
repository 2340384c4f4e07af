"""The list of circles: their order, what a card says to whom, and what an organiser says of a circle."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.circles.models import Circle, CircleState, Level, Visibility
from studyhub.db import db
from studyhub.meetings.circle_cards import CircleCard, cards
from studyhub.meetings.circle_list import Wanted, listed
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from studyhub.teams.models import Membership
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import go_to, meetings_of, suggest


def cards_of(user: User | None, wanted: Wanted | None = None) -> list[CircleCard]:
    return cards(listed(user, wanted or Wanted(), offset=0, limit=12, now=NOON), user, now=NOON)


def titles(user: User | None, wanted: Wanted | None = None) -> list[str]:
    return [card.circle.title for card in cards_of(user, wanted)]


def shown(browser: Browser, page: str) -> Any:
    return html.document_fromstring(browser.get(page).text)


def card_on_page(browser: Browser, circle: Circle) -> Any:
    [card] = shown(browser, "/circles/").xpath(f"//article[@aria-labelledby='circle-{circle.id}']")
    return card


def test_circles_stand_in_the_order_of_their_next_session(cast: Cast) -> None:
    soon, without = cast.new_circle(cast.aki, title="Soon"), cast.new_circle(cast.aki, title="Without", meetings=0)
    first = meetings_of(soon)[0]
    first.starts_at = NOON + timedelta(hours=1)
    db.session.flush()

    assert titles(cast.chika) == ["Soon", "SRE", without.title]


def test_those_that_are_over_are_folded_and_found_where_one_looks_for_them(cast: Cast) -> None:
    over = cast.new_circle(cast.aki, title="Over")
    over.move_to(CircleState.FINISHED)
    db.session.commit()

    page = shown(cast.browser(cast.chika), "/circles/")

    assert titles(cast.chika) == ["SRE"]
    assert "Over" in page.xpath("string(//details[@class='fold'][last()])")
    assert (
        titles(cast.chika, Wanted(state=CircleState.FINISHED)) == titles(cast.chika, Wanted(words="over")) == ["Over"]
    )


def test_those_that_pause_stand_after_all_that_run_under_their_own_heading(cast: Cast) -> None:
    cast.new_circle(cast.aki, title="Later", meetings=0)
    cast.circle.move_to(CircleState.PAUSED)

    page = shown(cast.browser(cast.chika), "/circles/")

    assert titles(cast.chika) == ["Later", "SRE"]
    assert page.xpath("//h2[.='休止中の会']/following::h3[1]")[0].text_content() == "SRE"
    assert page.xpath("//h2[.='開催中の会']/following::h3[1]")[0].text_content() == "Later"


def test_people_of_a_circle_and_people_of_a_session_are_told_apart(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)
    browser = cast.browser(cast.chika)

    page, circle = browser.get("/circles/").text, browser.get("/circles/sre/").text

    assert ("1人が参加" in page, "参加者2人" in page, "参加者2人" in circle) == (True, True, True)


def test_a_card_names_those_of_ones_own_team(cast: Cast) -> None:
    db.session.add(Membership(team_id=cast.team.id, user_id=cast.chika.id, is_primary=True))
    db.session.commit()

    [card] = cards_of(cast.chika)

    assert card.colleagues == ("minne", ("Aki", "Botan"))
    assert "minne からはAkiさん、Botanさん" in card_on_page(cast.browser(cast.chika), cast.circle).text_content()


def test_where_every_session_is_full_one_joins_to_wait(cast: Cast) -> None:
    for meeting in cast.meetings[1:]:
        meeting.capacity = 2
    browser = cast.browser(cast.chika)
    assert "補欠で会に参加する" not in card_on_page(browser, cast.circle).text_content()
    assert "補欠で会に参加する" not in browser.get("/circles/sre/").text

    cast.meeting.takes_new = False

    assert "補欠で会に参加する" in card_on_page(browser, cast.circle).text_content()
    assert "補欠で会に参加する" in browser.get("/circles/sre/").text


def test_a_card_offers_to_listen_where_presenters_are_wanted(cast: Cast) -> None:
    go_to(NOON)
    card = card_on_page(cast.browser(cast.chika), cast.circle)

    assert "担当を募集 4章分" in card.text_content()
    assert [form.fields["role"] for form in card.iter("form")] == ["participant", "listener"]


def test_a_chapter_that_somebody_is_asked_for_is_not_offered_to_others(cast: Cast) -> None:
    suggest(cast, cast.botan)
    db.session.commit()

    assert cards_of(cast.chika)[0].wanted == 3


def test_whoever_is_in_is_not_asked_to_join(cast: Cast) -> None:
    card = card_on_page(cast.browser(cast.botan), cast.circle)

    assert "✓ 参加中" in card.text_content()
    assert card.xpath(".//form") == []


def test_a_visitor_reads_neither_numbers_of_people_nor_what_is_asked_of_them(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Open", visibility=Visibility.PUBLIC)
    circle.level, circle.is_open_half_way = Level.BEGINNERS, True
    go_to(NOON)

    said = card_on_page(cast.browser(), circle).text_content()

    assert "はじめての方に" in said
    assert "途中からでも" in said
    assert "人" not in said
    assert "担当を募集" not in said


@pytest.mark.parametrize("query", ["half_way=1", "level=deep"])
def test_the_list_is_narrowed_down(cast: Cast, query: str) -> None:
    deep = cast.new_circle(cast.aki, title="Deep")
    deep.level, deep.is_open_half_way = Level.DEEP, True

    page = cast.browser(cast.chika).get(f"/circles/?{query}").text

    assert "/circles/deep/" in page
    assert "/circles/sre/" not in page


def test_an_organiser_says_for_whom_a_circle_is(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    fields = {"title": "SRE", "visibility": "inside", "format": "presented"}

    browser.post("/circles/sre/edit", data=fields | {"level": "basics", "is_open_half_way": "yes"})
    page = shown(browser, "/circles/sre/edit")

    assert (cast.circle.level, cast.circle.is_open_half_way) == (Level.BASICS, True)
    assert [page.get_element_by_id(name).value for name in ("level", "is_open_half_way")] == ["basics", "yes"]
    browser.post("/circles/sre/edit", data=fields)
    assert (cast.circle.level, cast.circle.is_open_half_way) == (None, False)


def test_a_level_that_there_is_not_comes_back_with_what_was_typed(cast: Cast) -> None:
    fields = {"title": "Typed", "visibility": "inside", "format": "presented", "level": "expert"}

    answer = cast.browser(cast.aki).post("/circles/sre/edit", data=fields)

    assert answer.status_code == 422
    assert 'value="Typed"' in answer.text


def test_whoever_left_may_join_again(cast: Cast) -> None:
    joining.leave(cast.circle, cast.botan, now=NOON)
    db.session.flush()

    [card] = cards_of(cast.botan)

    assert (card.circle.role, card.can_join) == (None, True)
