"""Cookies, copied cookies, addresses to go on to, and names of hosts that somebody made up."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from waitress.server import BaseWSGIServer
from werkzeug.middleware.proxy_fix import ProxyFix

from studyhub import clock, create_app
from studyhub.accounts import passwords, resets, standing
from studyhub.db import db
from studyhub.people import devices
from studyhub.people.models import UserState
from studyhub.server import serving
from studyhub.web.pages.addresses import safe_next
from tests.accounts.browsing import GOOD
from tests.cast import NOON, Browser, Cast
from tests.conftest import settings_for

OTHER_HOSTS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\x01//evil.example",
    "/\x01/evil.example",
    " //evil.example",
    "/%09/evil.example\t",
    "/circles/\r\nSet-Cookie: a=b",
    "/circles/\\..\\..\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "/@evil.example",
    "/\u2028/evil.example",
    "/nowhere",
    "",
]


def test_nobody_is_led_away(app: Flask) -> None:
    with app.test_request_context():
        assert [target for target in OTHER_HOSTS if safe_next(target) != "/"] == []


def test_whoever_was_on_a_page_goes_on_there(app: Flask) -> None:
    ours = ["/circles/", "/circles/?q=a%20b&kind=study", "/notes/#end", "/circles"]

    with app.test_request_context():
        assert [safe_next(target) for target in ours] == ours


def test_no_view_leads_away(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    signed_in = {browser.get("/sign-in", query_string={"next": target}).location for target in OTHER_HOSTS}
    chosen = {
        browser.post(path, data={"language": "en", "theme": "dark", "next": target}).location
        for path in ("/language", "/theme")
        for target in OTHER_HOSTS
    }

    assert signed_in == chosen == {"/"}


HOSTS = [
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:80",
    "127.0.0.1@evil.example",
    "127.0.0.1:80@evil.example",
    "localhost/evil",
    "127.0.0.1\tevil.example",
    "[::2]",
    "xn--9d8h",
]


@pytest.mark.parametrize("path", ["/", "/sign-in", "/reset", "/feeds/notes.rss", "/nowhere"])
def test_a_made_up_host_is_refused_and_not_repeated(cast: Cast, path: str) -> None:
    answers = {host: cast.browser().get(path, headers={"Host": host}) for host in HOSTS}

    assert {answer.status_code for answer in answers.values()} == {400}
    assert [host for host, answer in answers.items() if host in answer.text] == []


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"])
def test_what_a_proxy_would_say_is_believed_of_nobody(cast: Cast, name: str) -> None:
    browser = cast.browser()
    plain = browser.get("/sign-in")

    told = browser.get("/sign-in", headers={name: "evil.example"})

    assert (told.status_code, "evil.example" in told.text) == (plain.status_code, False)


def listening(app: Flask, proxies: int) -> BaseWSGIServer:
    settings = replace(app.config["STUDYHUB_SETTINGS"], port=0, proxies=proxies)
    server: BaseWSGIServer = serving.listen(app, settings, {})
    server.close()
    return server


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_the_clients_address_is_taken_from_as_many_proxies_as_are_set(tmp_path: Path, proxies: int, seen: str) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'none.db'}", tmp_path))
    listening(app, proxies)
    found: list[str] = []

    def note(environ: dict[str, str], _start: object) -> list[bytes]:
        found.append(environ["REMOTE_ADDR"])
        return []

    wrapper = app.wsgi_app
    chain = {"X_FORWARDED_FOR": "192.0.2.66, 203.0.113.9, 198.51.100.7"}
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": chain["X_FORWARDED_FOR"]}
    if isinstance(wrapper, ProxyFix):
        wrapper.app = note
        wrapper(environ, lambda *_args: lambda _data: None)
    else:
        note(environ, None)

    assert found == [seen]
    assert isinstance(wrapper, ProxyFix) is (proxies > 0)


@pytest.mark.parametrize(
    ("url", "name", "is_secure"),
    [("https://studyhub.example.com", "__Host-studyhub", True), ("http://studyhub.example.com", "studyhub", False)],
)
def test_the_cookie_is_for_this_site_alone(app: Flask, tmp_path: Path, url: str, name: str, is_secure: bool) -> None:
    settings = app.config["STUDYHUB_SETTINGS"]
    other = create_app(replace(settings, url=url))
    with other.app_context():
        answer = other.test_client().get("/set-up", base_url=url)
        db.session.remove()
        db.engine.dispose()

    [cookie] = answer.headers.getlist("Set-Cookie")
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{name}=")
    assert flags - {"Secure"} == {"HttpOnly", "SameSite=Lax", "Path=/"}
    assert ("Secure" in flags) is is_secure


def copied(cast: Cast, browser: Browser) -> Browser:
    """Another browser with the same cookie."""
    cookie = browser.get_cookie("studyhub")
    assert cookie is not None
    other = cast.app.test_client()
    assert isinstance(other, Browser)
    other.set_cookie("studyhub", cookie.value)
    return other


@pytest.mark.parametrize("ends", ["sign-out", "password", "reset", "suspended", "left", "elsewhere", "time"])
def test_a_copied_cookie_ends_with_its_session(cast: Cast, ends: str) -> None:
    cast.botan.password_hash = passwords.hashed(GOOD)
    browser = cast.browser(cast.botan)
    browser.get("/profile/")
    thief = copied(cast, browser)
    assert thief.get("/profile/").status_code == 200

    if ends == "sign-out":
        browser.post("/sign-out")
    elif ends == "password":
        cast.browser(cast.botan).post("/profile/password", data={"present": GOOD, "password": "another good one"})
    elif ends == "reset":
        resets.set_password(cast.botan, "hash", now=NOON)
    elif ends == "elsewhere":
        cast.browser(cast.botan).post("/profile/devices/delete")
    elif ends == "time":
        clock.start_at(NOON + max(devices.LASTS, timedelta(days=366)))
    else:
        standing.move(cast.botan, UserState(ends), by=cast.admin, now=NOON)

    assert thief.get("/profile/").status_code == 302


def test_signing_in_takes_nothing_of_the_visitors_session_along(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    browser = cast.browser()
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"

    browser.post("/sign-in", data={"email": "aki@example.com", "password": GOOD})

    with browser.session_transaction() as session:
        assert "planted" not in session
