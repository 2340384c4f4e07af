"""The page of a group of alerts, for whoever cannot see its rows or goes through them by keyboard."""

from datetime import timedelta
from typing import Any

from lxml import html

from studyhub.alerts.views.groups import PAGE_SIZE
from studyhub.services.models import Service
from tests.alerts.conftest import group_of, ring
from tests.cast import NOON, Cast

A_DAY = timedelta(days=1)


def parsed(page: str) -> Any:
    return html.fromstring(page)


def test_a_decision_leads_to_what_was_decided(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY)
    group, browser = group_of(service), cast.browser(cast.botan)
    decision = {"kind": "remove", "reason": "The backup does it", "owner_id": "0", "due_on": "2026-12-08"}

    answer = browser.post(f"/oncall/alerts/groups/{group.id}/decisions", data=decision)

    assert answer.location == f"/oncall/alerts/groups/{group.id}/#decided"
    page = parsed(browser.get(answer.location).text)
    [decided] = page.xpath("//section[@aria-labelledby='decided'][.//h2[@id='decided']]")
    assert "The backup does it" in decided.text_content()


def test_each_press_says_which_ring_it_is_about(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY, NOON - 2 * A_DAY)

    page = parsed(cast.browser(cast.botan).get(f"/oncall/alerts/groups/{group_of(service).id}/").text)

    rings = page.xpath("//section[@aria-labelledby='firings']")[0]
    names = [one.text_content() for one in rings.xpath(".//li/div/form/button | .//li//summary")]
    assert len(names) == len(set(names)) == 2 * 3


def test_home_leads_the_lead_to_what_is_decided_first(cast: Cast, service: Service) -> None:
    ring(service, *(NOON - n * A_DAY for n in range(1, 5)))
    browser = cast.browser(cast.aki)

    [address] = parsed(browser.get("/").text).xpath("//main//a[starts-with(@href, '/oncall/alerts/')]/@href")

    assert address == "/oncall/alerts/?team=minne#worst"
    assert 'id="worst"' in browser.get(address).text


def test_what_is_to_become_a_drill_has_its_scenario_as_the_next_step(cast: Cast, service: Service) -> None:
    ring(service, NOON - A_DAY)
    group, browser = group_of(service), cast.browser(cast.botan)
    decision = {"kind": "drill", "reason": "Nobody knew what to do", "owner_id": "0", "due_on": ""}

    answer = browser.post(f"/oncall/alerts/groups/{group.id}/decisions", data=decision)

    page = parsed(browser.get(answer.location).text)
    [step] = page.xpath("//a[starts-with(@href, '/training/scenarios/new')]")
    assert step.xpath("ancestor::section/@aria-labelledby") == ["decided"]


def test_one_leafs_through_what_rang_from_its_list_on(cast: Cast, service: Service) -> None:
    ring(service, *(NOON - n * A_DAY for n in range(1, PAGE_SIZE + 2)))

    page = parsed(cast.browser(cast.botan).get(f"/oncall/alerts/groups/{group_of(service).id}/").text)

    assert page.xpath("//a[@rel='next']/@href") == [f"/oncall/alerts/groups/{group_of(service).id}/?page=2#firings"]
