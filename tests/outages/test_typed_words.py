"""A form that was sent in a bad hour stands in the answer, and one press sends it again."""

from typing import Any

import pytest
from lxml import html
from werkzeug.test import TestResponse
from wtforms import PasswordField

from studyhub.accounts import forms as accounts_forms
from studyhub.people import forms as people_forms
from studyhub.web.guards.carrying import CARRIED_MAX_CHARS, SECRETS
from studyhub.web.pages.forms import Form
from tests.outages import hours
from tests.outages.hours import Hour, Second
from tests.outages.test_every_address import ask
from tests.rights.tables.places import Place
from tests.rights.tables.routes import address, fields, rule_of, unsafe_rules

UNAVAILABLE = {"starts_on": "2026-12-28", "ends_on": "2026-12-29", "reason": "一行\n二行 <b>&amp;"}
# One-click unsubscribing is for programs.
NOT_BY_PEOPLE = {"delivery.create_unsubscription"}
# It asks for a password; in the World, where the first visit is over, nobody types one.
OVER = {"accounts.create_organization"}


def forms_in(answer: TestResponse) -> list[Any]:
    found: Any = html.fromstring(answer.text).xpath("//main//form")
    return list(found)


def carried(answer: TestResponse) -> dict[str, str]:
    """What the only form of an answer would send."""
    [form] = forms_in(answer)
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def test_one_press_sends_it_again(here: Second, place: Place) -> None:
    with hours.away(here):
        refused = ask(here, place, "aki", "POST", "/profile/unavailability", data=UNAVAILABLE)
        again = ask(here, place, "aki", "POST", "/profile/unavailability", data=carried(refused), csrf=False)

    assert (refused.status_code, again.status_code) == (503, 503)
    sent = carried(again)
    assert {name: value for name, value in sent.items() if name != "csrf_token"} == UNAVAILABLE
    accepted = ask(here, place, "aki", "POST", "/profile/unavailability", data=sent, csrf=False)
    assert accepted.status_code == 303


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_every_form_without_a_secret_is_carried(here: Second, place: Place, role: str) -> None:
    world, lost = place.world, []
    with hours.away(here):
        for method, rule in unsafe_rules(here.app):
            every = fields(world, rule.endpoint, role)
            typed = {name: value for name, value in every.items() if isinstance(value, str)}
            if rule.endpoint in NOT_BY_PEOPLE | OVER or any(name.startswith(SECRETS) for name in typed):
                continue
            answer = ask(here, place, role, method, address(world, rule), data=typed)
            if answer.status_code != 503:
                continue
            [form] = forms_in(answer) or [None]
            if form is None or form.action != address(world, rule) or not typed.items() <= carried(answer).items():
                lost.append(rule.endpoint)

    assert lost == []


@pytest.mark.parametrize(
    ("place", "hour"),
    [("sqlite", hours.full), ("sqlite", hours.read_only), ("postgresql", hours.read_only)],
    indirect=["place"],
)
def test_a_note_that_the_disk_does_not_take_is_carried(here: Second, place: Place, hour: Hour) -> None:
    to = address(place.world, rule_of(here.app, "notes.update"))
    typed = fields(place.world, "notes.update") | {"source": "長い文\n" * 6_000}
    with hour(here):
        refused = ask(here, place, "aki", "POST", to, data=typed)

    assert refused.status_code == 503
    assert carried(refused)["source"].replace("\r\n", "\n") == typed["source"]
    accepted = ask(here, place, "aki", "POST", to, data=carried(refused), csrf=False)
    assert accepted.status_code == 303


def test_a_form_sent_without_its_token_is_carried_too(here: Second, place: Place) -> None:
    with hours.away(here):
        refused = ask(here, place, "aki", "POST", "/profile/unavailability", data=UNAVAILABLE, csrf=False)

    assert refused.status_code == 503
    accepted = ask(here, place, "aki", "POST", "/profile/unavailability", data=carried(refused), csrf=False)
    assert accepted.status_code == 303


@pytest.mark.parametrize("to", ["/sign-in", "/profile/security/password"])
def test_nothing_is_carried_of_a_form_with_a_password(here: Second, place: Place, to: str) -> None:
    typed = {"email": "aki@example.com", "present": "my old password", "password": "my new password"}
    with hours.away(here):
        answer = ask(here, place, "aki", "POST", to, data=typed)

    assert (answer.status_code, forms_in(answer)) == (503, [])
    assert not any(value in answer.text for value in typed.values())


def test_every_field_for_a_password_is_known() -> None:
    every = [form for module in (accounts_forms, people_forms) for form in vars(module).values()]
    made = [form for form in every if isinstance(form, type) and issubclass(form, Form)]
    names = {
        name
        for form in made
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is PasswordField
    }

    assert names >= {"password", "present"}
    assert {name for name in names if not name.startswith(SECRETS)} == set()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_nothing_is_carried_of_another_site(here: Second, place: Place, headers: dict[str, str]) -> None:
    with hours.away(here):
        answer = ask(here, place, "aki", "POST", "/profile/unavailability", data=UNAVAILABLE, headers=headers)

    assert (answer.status_code, forms_in(answer)) == (503, [])


def test_the_page_does_not_grow_without_bounds(here: Second, place: Place) -> None:
    typed = UNAVAILABLE | {"reason": "x" * (CARRIED_MAX_CHARS + 1)}
    with hours.away(here):
        answer = ask(here, place, "aki", "POST", "/profile/unavailability", data=typed)

    assert (answer.status_code, forms_in(answer)) == (503, [])


def test_a_page_that_was_asked_for_is_one_press_away(here: Second, place: Place) -> None:
    english = {"Accept-Language": "en"}
    with hours.away(here):
        answer = ask(here, place, "aki", "GET", "/circles/?past=all", headers=english)

    links: Any = html.fromstring(answer.text).xpath("//main//a[text()='Try again']/@href")
    assert links == ["/circles/?past=all"]
    assert "Nothing was half kept." in answer.text


def test_no_press_leads_to_another_site(here: Second, place: Place) -> None:
    with hours.away(here):
        answer = ask(here, place, "aki", "GET", "//evil.example/")

    assert "evil.example" not in answer.text


def test_the_page_of_a_link_is_that_of_its_rule(here: Second, place: Place) -> None:
    to = address(place.world, rule_of(here.app, "meetings.show"))
    with hours.away(here):
        answer = ask(here, place, "visitor", "GET", to)

    assert f'href="{to}"' in answer.text
