"""Nothing is done for a form that another site may have sent, and nothing that was typed is lost by refusing it."""

from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from lxml import html
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.delivery.models import MessagePreference
from studyhub.web.guards.carrying import CARRIED_MAX_CHARS
from tests.conftest import SECRET_KEY
from tests.rights.forms import endpoints_with_passwords
from tests.rights.tables.places import Place
from tests.rights.tables.routes import address, fields, rule_of, unsafe_rules
from tests.rights.tables.typed import ONE_ALERT
from tests.rights.tables.world import ROLES

# These read no cookie, so another site has nothing to misuse.
EXEMPT = {
    ("POST", "alerts.create_authorized_firings"),
    ("POST", "alerts.create_firings"),
    ("POST", "delivery.create_unsubscription"),
    ("POST", "meetings.create_claim"),
    ("POST", "reminders.create_absence"),
    ("POST", "reminders.create_stop"),
}
OF_SOMEBODY_ELSE = str(URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps("1" * 40))
TOKENS = {"none": {}, "wrong": {"csrf_token": "wrong"}, "another's": {"csrf_token": OF_SOMEBODY_ELSE}}
TYPED_ANEW = {"code", "secret_address", "secret_key"}


def _forged(place: Place, role: str, method: str, path: str, data: dict[str, Any]) -> TestResponse:
    return place.world.ask(role, method, path, data=data, csrf=False)


# A token is looked at before the database is asked for anything: that one is missing is asked of both.
@pytest.mark.parametrize(
    ("place", "token"),
    [("sqlite", "none"), ("sqlite", "wrong"), ("sqlite", "another's"), ("postgresql", "none")],
    indirect=["place"],
)
@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_every_unsafe_rule_refuses_a_form_without_the_own_token(place: Place, role: str, token: str) -> None:
    world, let_in, changed = place.world, set(), []
    for method, rule in unsafe_rules(place.app):
        data = fields(world, rule.endpoint, role) | TOKENS[token]
        status = _forged(place, role, method, address(world, rule), data).status_code
        if status != 400:
            let_in.add((method, rule.endpoint))
        elif place.snapshot.changed():
            changed.append(rule.endpoint)
        place.snapshot.put_back()

    assert let_in == EXEMPT
    assert changed == []


def test_with_the_own_token_in_the_form_it_is_accepted(place: Place) -> None:
    page = place.world.ask("aki", "GET", "/profile/unavailability").text
    data = {"starts_on": "2026-12-28", "ends_on": "2026-12-29", "reason": "", "csrf_token": _token_in(page)}

    answer = _forged(place, "aki", "POST", "/profile/unavailability", data)

    assert answer.status_code == 303


def _token_in(page: str) -> str:
    found: Any = html.fromstring(page).xpath("//input[@name='csrf_token']/@value")
    return str(found[0])


@pytest.mark.parametrize("role", ["visitor", "chika", "ado"])
def test_a_missing_token_is_found_before_a_missing_row_or_right(place: Place, role: str) -> None:
    for path in ("/meetings/2000000000/signup", "/people/2000000000/state", "/circles/nowhere/edit"):
        assert _forged(place, role, "POST", path, {}).status_code == 400


@pytest.mark.parametrize("endpoint", sorted(endpoint for _, endpoint in EXEMPT))
def test_an_exempt_rule_does_the_same_whatever_the_cookies(place: Place, endpoint: str) -> None:
    path = address(place.world, rule_of(place.app, endpoint))
    answers = set()
    for role in ROLES:
        answer = place.world.ask(role, "POST", path, csrf=False, **_sent(place, endpoint))
        answers.add((answer.status_code, answer.text, tuple(place.snapshot.changed())))
        assert _unwanted_by() <= {place.world.people["botan"]}
        place.snapshot.put_back()

    [(status, _text, changed)] = answers
    assert status in (200, 303)
    assert changed != ()


def _sent(place: Place, endpoint: str) -> dict[str, Any]:
    """What a program sends there."""
    if endpoint.startswith("alerts."):
        return {"data": ONE_ALERT, "headers": {"Authorization": f"Bearer {place.world.alert_token}"}}
    return {"data": {"List-Unsubscribe": "One-Click"}}


def _unwanted_by() -> set[int]:
    return set(db.session.scalars(db.select(MessagePreference.user_id)))


def _carried(answer: TestResponse, path: str) -> list[tuple[str, str]]:
    """What the form of a 400 page would send to an address."""
    [form] = _form_to(answer, path)
    # A browser leaves out the line break after <textarea>, and so the page puts one there.
    return [(name, value.removeprefix("\n")) for name, value in form.form_values() if name != "csrf_token"]


def _form_to(answer: TestResponse, path: str) -> Any:
    return html.fromstring(answer.text).xpath("//main//form[@action=$path]", path=path)


def test_the_400_page_of_every_rule_carries_what_was_typed(place: Place) -> None:
    world, lost = place.world, []
    for method, rule in unsafe_rules(place.app):
        if (method, rule.endpoint) in EXEMPT or rule.endpoint in endpoints_with_passwords(place):
            continue
        typed = {name: value for name, value in fields(world, rule.endpoint).items() if isinstance(value, str)}
        typed |= {"words": "一行\n二行 <b>&amp;", "name": "ゆめ"}
        path = address(world, rule)
        answer = _forged(place, "aki", method, path, typed)
        wanted = [pair for pair in typed.items() if pair[0] not in TYPED_ANEW]
        if _carried(answer, path) != wanted:
            lost.append(rule.endpoint)

    assert lost == []


@pytest.mark.parametrize(("role", "csrf"), [("aki", False), ("visitor", False), ("visitor", True)])
def test_of_a_form_with_a_password_nothing_is_carried(place: Place, role: str, csrf: bool) -> None:
    """Whether the token is stale, the session gone, or both; whatever the fields of the page are called."""
    told = []
    for endpoint, names in endpoints_with_passwords(place).items():
        typed = {name: f"planted7{name}" for name in {*names, "one more"}}
        path = address(place.world, rule_of(place.app, endpoint))
        answer = place.world.ask(role, "POST", path, data=typed, csrf=csrf)
        if answer.status_code in {400, 401}:
            told += [(endpoint, name) for name in typed if f"planted7{name}" in answer.text]
        place.snapshot.put_back()

    assert told == []


@pytest.mark.parametrize("role", ["visitor", "aki"])
def test_who_has_to_write_a_password_again_is_led_to_its_form(place: Place, role: str) -> None:
    answer = _forged(place, role, "POST", "/profile/password", {"present": "something"})

    assert answer.status_code == 400
    assert "/profile/security" in answer.text
    assert "パスワードを含むフォーム" in answer.text


def test_the_sign_in_carries_no_form_with_a_password(place: Place) -> None:
    carried = {"carried_to": "/profile/password", "carried_name": "present", "carried_value": "planted7 words"}
    typed = {"email": "nobody@example.com", "password": "a wrong one", **carried}

    answer = place.world.ask("visitor", "POST", "/sign-in", data=typed)

    assert (answer.status_code, "planted7" in answer.text) == (422, False)


def test_a_stale_sign_in_is_the_sign_in_again_and_goes_on_with_what_it_carried(place: Place) -> None:
    carried = {"carried_to": "/teams/", "carried_name": "name", "carried_value": "ゆめのチーム"}
    typed = {"email": "planted7@example.com", "password": "planted7", "next": "/circles/", **carried}

    answer = _forged(place, "visitor", "POST", "/sign-in", typed)

    assert (answer.status_code, "planted7" in answer.text) == (400, False)
    [form] = _form_to(answer, "/sign-in")
    kept = dict(form.form_values())
    assert {name: kept[name].strip() for name in (*carried, "next")} == {**carried, "next": "/circles/"}


def test_what_the_400_page_carries_is_accepted_when_sent_again(place: Place) -> None:
    world = place.world
    path = address(world, rule_of(place.app, "notes.update"))
    typed = fields(world, "notes.update", "botan") | {"source": "長い文\n" * 2000}
    answer = _forged(place, "botan", "POST", path, typed)

    again = dict(_carried(answer, path)) | {"csrf_token": _token_in(answer.text)}
    accepted = _forged(place, "botan", "POST", path, again)

    assert accepted.status_code == 303


@pytest.mark.parametrize("role", ["visitor", "ado"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sent_is_carried_nowhere(place: Place, role: str, headers: dict[str, str]) -> None:
    """One press more, with a token of their own, would do what a stranger wrote."""
    data = {"is_admin": "y", "reason": "the words of a stranger"}

    answer = place.world.ask(role, "POST", "/people/3/roles", data=data, headers=headers, csrf=False)

    assert answer.status_code == 400
    assert "is_admin" not in answer.text
    assert 'action="/people/3/roles"' not in answer.text


def test_what_was_typed_here_is_carried_whatever_the_browser_says_of_it(place: Place) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}

    answer = place.world.ask(
        "aki", "POST", "/profile/unavailability", data={"reason": "kept"}, headers=headers, csrf=False
    )

    assert (answer.status_code, "kept" in answer.text) == (400, True)


def test_the_400_page_does_not_grow_without_bounds(place: Place) -> None:
    answer = _forged(place, "aki", "POST", "/profile/", {"name": "x" * (CARRIED_MAX_CHARS + 1)})

    assert answer.status_code == 400
    assert _carried(answer, "/profile/") == []
