"""Each outage of the database, at every address, signed in and out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.outages import breaker
from studyhub.web.guards import reputation, turned_away
from tests.outages import hours
from tests.outages.hours import Hour, Second, second
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rules
from tests.rights.tables.typed import DAYS
from tests.rights.test_headers import Top, lacking

# What answers as ever: files and machines.
NEEDS_NO_DATABASE = {
    "GET static": 200,
    "GET health.alive": 200,
    "GET health.metrics": 200,
    "no such file": 404,
    "foreign host": 400,
}
# What only this browser keeps; a page begins with who is signed in.
OF_A_VISITOR = {"POST preferences.update_theme": 303, "POST preferences.update_language": 303}
FINE = {"200", "204", "303", "302", "304", "400", "401", "403", "404", "405", "409", "410", "413", "415", "422", "429"}
ROLES = ["visitor", "aki"]


@pytest.fixture(scope="module")
def new_second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Place], Second]]:
    """The second application on a World, made when the first test asks for it: its pages and statements stay ready."""
    made: dict[Place, Second] = {}

    def make(place: Place) -> Second:
        if place not in made:
            kind = "sqlite" if place.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
            made[place] = second(place.app, kind, tmp_path_factory.mktemp("second"))
            with made[place].app.app_context():
                event.listen(db.engine, "before_cursor_execute", place.snapshot.note)
        return made[place]

    yield make
    for one in made.values():
        one.end()


@pytest.fixture
def here(place: Place, new_second: Callable[[Place], Second]) -> Iterator[Second]:
    """A second application on the World, as if it had just been started: without a connection and a memory."""
    ready = new_second(place)
    turned_away.init_app(ready.app)
    reputation.init_app(ready.app)
    yield ready
    breaker.forget()
    # No connection that nobody waits for any more works on in the next test.
    ready.end()
    if ready.relay is not None:
        ready.relay.come_back()


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
@pytest.mark.parametrize(
    ("place", "hour"),
    [("sqlite", hours.away), ("postgresql", hours.away), ("postgresql", hours.hanging)],
    indirect=["place"],
)
def test_while_nothing_answers_everything_is_503_with_every_header(
    here: Second, place: Place, role: str, hour: Hour
) -> None:
    with hour(here):
        found = {what: told(answer) for what, answer in everywhere(here, place, role)}

    own = NEEDS_NO_DATABASE | (OF_A_VISITOR if role == "visitor" else {})
    expected = {what: str(own.get(what, 503)) for what in found}
    assert found == expected
    assert place.snapshot.changed() == []


def may_fail(what: str, said: str) -> bool:
    """Whether an answer is that of something that could not be kept."""
    return said == "503" and what.startswith(("POST", "no token"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("place", "hour"),
    [
        ("sqlite", hours.hanging),
        ("sqlite", hours.read_only),
        ("sqlite", hours.full),
        ("postgresql", hours.read_only),
    ],
    indirect=["place"],
)
def test_while_nothing_can_be_written_pages_go_on_and_forms_are_503(
    here: Second, place: Place, role: str, hour: Hour
) -> None:
    with hour(here):
        found = {what: told(answer) for what, answer in everywhere(here, place, role)}

    assert {what: said for what, said in found.items() if said not in FINE and not may_fail(what, said)} == {}


def send(here: Second, place: Place) -> TestResponse:
    """What a form of Aki's is answered."""
    return ask(here, place, "aki", "POST", "/profile/unavailability", data={**DAYS, "reason": "Away"})


@pytest.mark.parametrize("hour", [hours.away, hours.hanging, hours.read_only])
def test_well_again_by_itself(here: Second, place: Place, hour: Hour) -> None:
    with hour(here):
        assert send(here, place).status_code == 503

    assert any(send(here, place).status_code == 303 for _ in range(100_000))


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_server_that_was_started_anew_is_noticed_by_nobody(here: Second, place: Place) -> None:
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
