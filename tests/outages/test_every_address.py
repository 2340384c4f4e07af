"""Each outage of the database, at every address, signed in and out."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.outages import hours
from tests.outages.hours import Hour, Second
from tests.rights.places import Place
from tests.rights.routes import UNSAFE, address, fields, rules
from tests.rights.test_headers import Top, lacking

# What answers as ever: files, machines, and what this browser alone keeps.
NEEDS_NO_DATABASE = {
    "GET static": 200,
    "GET health.alive": 200,
    "GET health.metrics": 200,
    "POST preferences.update_theme": 303,
    "no such file": 404,
    "foreign host": 400,
}
ROLES = ["visitor", "aki"]


def ask(here: Second, place: Place, role: str, method: str, to: str, **kwargs: Any) -> TestResponse:
    """What somebody is answered by the second application."""
    browser = here.app.test_client()
    browser._cookies = dict(place.world.browser(role)._cookies or {})
    return browser.open(to, method=method, buffered=True, **kwargs)


def everywhere(here: Second, place: Place, role: str) -> Iterator[tuple[str, TestResponse]]:
    """Every rule asked once, and what leads nowhere."""
    for method, rule in rules(here.app):
        data = fields(place.world, rule.endpoint, role) if method in UNSAFE else None
        what = f"{method} {rule.endpoint}"
        yield what, ask(here, place, role, method, address(place.world, rule), data=data)
    yield "no such page", ask(here, place, role, "GET", "/nowhere")
    yield "no such file", ask(here, place, role, "GET", "/static/nothing.css")
    yield "no token", ask(here, place, role, "POST", "/profile/", csrf=False)
    yield "foreign host", ask(here, place, role, "GET", "/", headers={"Host": "elsewhere.example"})


def told(answer: TestResponse) -> str:
    """A status, and what is missing in an answer of that kind."""
    lacks = lacking(Top(answer.status_code, answer.headers))
    if answer.status_code == 503 and "Retry-After" not in answer.headers:
        lacks.add("Retry-After")
    if answer.status_code == 503 and answer.mimetype == "text/html" and "<h1>" not in answer.text:
        lacks.add("a page")
    return " ".join([str(answer.status_code), *sorted(lacks)])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("hour", [hours.away, hours.hanging])
def test_while_nothing_answers_everything_is_503_with_every_header(
    here: Second, place: Place, role: str, hour: Hour
) -> None:
    if hour is hours.hanging and here.kind == "sqlite":
        pytest.skip("Who reads is kept from nothing there.")
    with hour(here):
        found = {what: told(answer) for what, answer in everywhere(here, place, role)}

    own = NEEDS_NO_DATABASE | ({"POST preferences.update_language": 303} if role == "visitor" else {})
    expected = {what: str(own.get(what, 503)) for what in found}
    assert found == expected
    assert place.snapshot.changed() == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("hour", [hours.hanging, hours.read_only, hours.full])
def test_while_nothing_can_be_written_pages_go_on_and_forms_are_503(
    here: Second, place: Place, role: str, hour: Hour
) -> None:
    if here.kind == "postgresql" and hour is not hours.read_only:
        pytest.skip("A server's disk is not ours to fill, and its lock holds up nobody else.")
    with hour(here):
        found = dict(everywhere(here, place, role))
        place.snapshot.put_back()

    read = {what: told(answer) for what, answer in found.items() if not what.startswith("POST")}
    assert {what: said for what, said in read.items() if said[0] == "5" or " " in said} == {}
    written = {what: told(answer) for what, answer in found.items() if what.startswith("POST")}
    assert {what: said for what, said in written.items() if said != "503" and (said >= "5" or " " in said)} == {}


@pytest.mark.parametrize("hour", [hours.away, hours.hanging, hours.read_only])
def test_well_again_by_itself(here: Second, place: Place, hour: Hour) -> None:
    with hour(here):
        assert ask(here, place, "aki", "POST", "/profile/", data={"name": "Aki"}).status_code == 503

    assert any(ask(here, place, "aki", "POST", "/profile/").status_code == 422 for _ in range(100_000))


def test_a_server_that_was_started_anew_is_noticed_by_nobody(here: Second, place: Place) -> None:
    if here.kind == "sqlite":
        pytest.skip("There is no server.")
    assert ask(here, place, "aki", "GET", "/").status_code == 200

    with hours.away(here):
        pass

    assert ask(here, place, "aki", "GET", "/").status_code == 200


@pytest.mark.parametrize("hour", [hours.away, hours.hanging])
def test_machines_are_told(here: Second, place: Place, hour: Hour) -> None:
    before = ask(here, place, "visitor", "GET", "/metrics").text
    with hour(here):
        ready = ask(here, place, "visitor", "GET", "/readyz")
        figures = ask(here, place, "visitor", "GET", "/metrics")

    reads_on = here.kind == "sqlite" and hour is hours.hanging
    assert "studyhub_database_up 1.0" in before.splitlines()
    assert ready.status_code == (200 if reads_on else 503)
    assert f"studyhub_database_up {float(reads_on)}" in figures.text.splitlines()
