"""Whatever cookie an answer sets is for this host alone, out of reach of scripts, and for TLS where there is TLS."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from tests.rights.forms import able
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of

CONFIG = {"https": ("https://studyhub.example.com", "__Host-", True), "http": ("http://127.0.0.1:8000", "", False)}


@pytest.fixture
def kind(place: Place, request: pytest.FixtureRequest) -> Iterator[str]:
    """The application as it is under a public address; requests come in clear, as they do behind a proxy."""
    app, (url, _, _) = place.app, CONFIG[request.param]
    kept = dict(app.config)
    settings = replace(app.config["STUDYHUB_SETTINGS"], url=url)
    app.config.update({name: value for name, value in settings.flask_config().items() if "COOKIE" in name})
    app.config["STUDYHUB_SETTINGS"] = settings
    yield request.param
    app.config.clear()
    app.config.update(kept)


def ask(place: Place, row: Row, prefix: str) -> TestResponse:
    """What somebody is answered whose session stands in the cookie of that name."""
    role = able(row)
    browser = place.world.browser(role)
    session = browser.get_cookie("studyhub")
    assert session is not None
    browser.set_cookie(f"{prefix}studyhub", session.value)
    to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
    data = fields(place.world, row.endpoint, role) if row.method in UNSAFE else None
    return browser.open(to, method=row.method, data=data, buffered=True)


# No cookie follows from the database; each is asked once.
@pytest.mark.parametrize(("place", "kind"), [("sqlite", "https"), ("postgresql", "http")], indirect=True)
def test_every_cookie_is_for_this_host_alone(place: Place, kind: str) -> None:
    _, prefix, is_secure = CONFIG[kind]
    found: dict[str, list[set[str]]] = {}
    for row in ROWS:
        for cookie in ask(place, row, prefix).headers.getlist("Set-Cookie"):
            name, *flags = (part.strip() for part in cookie.split(";"))
            always = {flag for flag in flags if not flag.startswith(("Expires=", "Max-Age="))}
            found.setdefault(name.partition("=")[0], []).append(always)
        place.snapshot.put_back()

    wanted = {"HttpOnly", "Path=/", "SameSite=Lax", *(["Secure"] if is_secure else [])}
    assert {name.removeprefix(prefix) for name in found} >= {"studyhub", "language", "theme"}
    assert [name for name in found if not name.startswith(prefix)] == []
    assert [name for name, answers in found.items() if any(flags != wanted for flags in answers)] == []
