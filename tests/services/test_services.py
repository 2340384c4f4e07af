"""Services: who makes and changes them, how they are found, what becomes of them when teams and people change."""

from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.people.models import UserState
from studyhub.services import keeping
from studyhub.services.handed_in.of_teams import hand_over
from studyhub.services.keeping import Described, NameTaken
from studyhub.services.models import Service
from studyhub.teams import memberships, reorganizing
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.services.conftest import new_service


def test_no_two_services_have_one_name_in_whatever_case(cast: Cast, service: Service) -> None:
    with pytest.raises(NameTaken):
        new_service(cast, "Cart-API")


def test_a_service_that_is_no_more_keeps_its_name(cast: Cast, service: Service) -> None:
    keeping.retire(service, by=cast.aki, now=NOON)

    with pytest.raises(NameTaken):
        new_service(cast, "cart-api")


def test_a_service_may_keep_its_own_name_in_another_case(cast: Cast, service: Service) -> None:
    keeping.change(service, Described(cast.team.id, "Cart-API"), by=cast.aki, now=NOON)

    assert (service.name, service.key) == ("Cart-API", "cart-api")


def test_the_trail_keeps_who_changed_the_name_and_no_address(cast: Cast, service: Service) -> None:
    described = Described(cast.team.id, "cart", runbook_url="https://wiki.example/secret")

    keeping.change(service, described, by=cast.aki, now=NOON)

    event = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "service.changed")).one()
    assert (event.actor_id, event.before, event.after) == (cast.aki.id, {"name": "cart-api"}, {"name": "cart"})


def test_the_lead_of_a_team_makes_services_for_it_alone(cast: Cast, service: Service) -> None:
    other = memberships.create_team("Other", by=cast.admin, now=NOON)
    browser, asked = cast.browser(cast.aki), {"name": "search-api", "contact_user_id": "0"}

    own = browser.post("/services/", data=asked | {"team_id": str(cast.team.id)})
    foreign = browser.post("/services/", data=asked | {"name": "mail-api", "team_id": str(other.id)})

    assert (own.status_code, foreign.status_code) == (303, 422)
    assert set(db.session.scalars(db.select(Service.name))) == {"cart-api", "search-api"}


def test_a_member_of_the_team_reads_a_service_and_does_not_change_it(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)

    assert browser.get(f"/services/{service.id}/").status_code == 200
    assert browser.get(f"/services/{service.id}/edit").status_code == 403


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://files.example/", "https://", "wiki.example"])
def test_only_pages_of_the_web_are_linked_and_nothing_typed_is_lost(cast: Cast, service: Service, address: str) -> None:
    typed = {"name": "search-api", "team_id": str(cast.team.id), "summary": "Finds things", "runbook_url": address}

    answer = cast.browser(cast.aki).post("/services/", data=typed)

    assert answer.status_code == 422
    assert "Finds things" in answer.text


def test_a_service_is_found_by_two_letters_of_its_name_or_summary(cast: Cast, service: Service) -> None:
    new_service(cast, "search-api", summary="カートの検索")
    new_service(cast, "mail")
    db.session.commit()

    text = cast.browser(cast.chika).get("/services/?q=カー").text

    assert "search-api" in text
    assert "cart-api" not in text
    assert "cart-api" in cast.browser(cast.chika).get("/services/?q=CA").text


def test_where_nobody_is_named_the_lead_is_asked_and_a_missing_runbook_is_said(cast: Cast, service: Service) -> None:
    text = cast.browser(cast.chika).get(f"/services/{service.id}/", headers={"Accept-Language": "en"}).text

    assert "Ask Aki, who leads minne." in text
    assert "It has no runbook yet." in text


def test_a_retired_service_leaves_the_list_and_one_press_brings_it_back(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.aki)

    browser.post(f"/services/{service.id}/retirement")

    gone = browser.get("/services/").text
    assert f"/services/{service.id}/retirement/delete" in gone
    assert "cart-api</a>" not in gone
    browser.post(f"/services/{service.id}/retirement/delete")
    assert "cart-api</a>" in browser.get("/services/").text


def test_services_go_with_a_team_into_the_one_it_is_merged_into(cast: Cast, service: Service) -> None:
    other = memberships.create_team("Other", by=cast.admin, now=NOON)

    reorganizing.merge(cast.team, other, [hand_over], by=cast.admin, now=NOON)

    assert service.team_id == other.id


def test_a_team_that_runs_a_service_is_not_closed_and_says_why(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.admin)

    browser.post(f"/teams/{cast.team.slug}/close")

    db.session.refresh(cast.team)
    assert "サービスが1件あります" in browser.get(f"/teams/{cast.team.slug}/edit").text
    assert (cast.team.closed_at, db.session.get_one(Service, service.id).team_id) == (None, cast.team.id)


def test_no_service_comes_to_a_team_that_is_closed(cast: Cast, service: Service) -> None:
    other = memberships.create_team("Other", by=cast.admin, now=NOON)
    reorganizing.close(other, [hand_over], by=cast.admin, now=NOON)

    with pytest.raises(memberships.TeamClosed):
        keeping.create(Described(other.id, "mail"), by=cast.admin, now=NOON)
    with pytest.raises(memberships.TeamClosed):
        keeping.change(service, Described(other.id, "cart-api"), by=cast.admin, now=NOON)


def test_a_team_whose_services_are_no_more_is_closed(cast: Cast, service: Service) -> None:
    keeping.retire(service, by=cast.aki, now=NOON)

    reorganizing.close(cast.team, [hand_over], by=cast.admin, now=NOON)

    assert cast.team.closed_at == NOON


@pytest.mark.parametrize("state", [UserState.ON_LEAVE, UserState.LEFT])
def test_nobody_is_sent_to_a_contact_who_is_away(cast: Cast, service: Service, state: UserState) -> None:
    service.contact_user_id = cast.botan.id

    leaving.move(cast.botan, state, OF_PEOPLE, by=cast.admin, now=NOON + timedelta(days=1))

    assert service.contact_user_id is None
