"""What a browser that has signed in before is spared, and what it is not."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import Cookie

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.accounts.gate import attempts
from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT, NETWORK_LIMIT, WINDOW
from studyhub.db import db
from studyhub.web.guards.known_browsers import ACCOUNTS_MOST, KnownBrowser
from tests.accounts.browsing import GOOD
from tests.accounts.signing_in.guesses import AKI, ELSEWHERE, HOME, fail, rows, sign_in
from tests.cast import NOON, Browser, Cast

BOTAN = "botan@example.com"
COOKIE = "known-browser"


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = Cast(app)
    cast.aki.password_hash = cast.botan.password_hash = passwords.hashed(GOOD)
    db.session.commit()
    return cast


@pytest.fixture
def kept(cast: Cast) -> Cookie:
    """What is left on a browser on which Aki signed in."""
    browser = cast.browser()
    assert sign_in(browser, password=GOOD).status_code == 303
    found = browser.get_cookie(COOKIE)
    assert found is not None
    return found


@pytest.fixture
def akis(cast: Cast, kept: Cookie) -> Browser:
    """That browser, on which nobody is signed in now."""
    return with_cookie(cast.browser(), kept.value)


def with_cookie(browser: Browser, value: str) -> Browser:
    browser.set_cookie(COOKIE, value)
    return browser


def test_the_cookie_is_for_this_site_alone_and_names_nobody(kept: Cookie) -> None:
    assert (kept.http_only, kept.same_site, kept.path, kept.domain) == (True, "Lax", "/", "localhost")
    assert kept.max_age == 365 * 24 * 3600
    assert "aki" not in kept.decoded_value


def test_it_outlives_signing_out(cast: Cast, kept: Cookie) -> None:
    browser = with_cookie(cast.browser(cast.aki), kept.value)

    assert browser.post("/sign-out").status_code == 303

    left = browser.get_cookie(COOKIE)
    assert left is not None
    assert left.value == kept.value


def test_under_https_the_cookie_is_for_this_host_alone(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)

    answer = sign_in(cast.browser(), password=GOOD)

    [kept] = [line for line in answer.headers.getlist("Set-Cookie") if "known-browser" in line]
    assert kept.startswith("__Host-known-browser=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in kept


def test_ten_failures_from_anywhere_do_not_shut_the_owner_out_of_a_known_browser(cast: Cast, akis: Browser) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    assert sign_in(cast.browser(), password=GOOD).status_code == 429

    assert sign_in(akis, password=GOOD).status_code == 303


def test_a_closed_network_does_not_shut_the_owner_out_of_a_known_browser(cast: Cast, akis: Browser) -> None:
    fail(NETWORK_LIMIT, network=HOME)
    assert sign_in(cast.browser(), BOTAN, password=GOOD).status_code == 429

    assert sign_in(akis, password=GOOD).status_code == 303


def test_the_owner_changes_the_password_while_others_guess_it(cast: Cast, kept: Cookie) -> None:
    browser = with_cookie(cast.browser(cast.aki), kept.value)
    fail(ACCOUNT_LIMIT, email=AKI)

    answer = browser.post("/profile/password", data={"present": GOOD, "password": "another good one"})

    assert answer.status_code == 303


def test_the_cookie_helps_no_other_account(cast: Cast, akis: Browser) -> None:
    fail(ACCOUNT_LIMIT, email=BOTAN)

    assert sign_in(akis, BOTAN, password=GOOD).status_code == 429


def test_a_known_browser_guesses_ten_times_wherever_it_goes(cast: Cast, akis: Browser) -> None:
    for number in range(ACCOUNT_LIMIT):
        assert sign_in(akis, address=f"203.0.113.{number}").status_code == 422

    assert sign_in(akis, password=GOOD, address=ELSEWHERE).status_code == 429
    clock.start_at(NOON + WINDOW + timedelta(seconds=1))
    assert sign_in(akis, password=GOOD).status_code == 303


def test_what_a_known_browser_guesses_shuts_nobody_else_out(cast: Cast, akis: Browser) -> None:
    for _ in range(ACCOUNT_LIMIT):
        sign_in(akis)

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_a_known_browser_that_signs_in_leaves_no_failure(cast: Cast, akis: Browser) -> None:
    sign_in(akis, password=GOOD)

    assert rows() == 0


@pytest.mark.parametrize("change", ["{}x", "x{}", "", "é"])
def test_a_changed_cookie_knows_nobody(cast: Cast, kept: Cookie, change: str) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)

    browser = with_cookie(cast.browser(), change.format(kept.value))

    assert sign_in(browser, password=GOOD).status_code == 429


def test_a_cookie_of_another_key_knows_nobody(cast: Cast, kept: Cookie, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    another = "another key, and long enough too"
    monkeypatch.setattr(cast.app, "secret_key", another)
    monkeypatch.setitem(cast.app.config, "WTF_CSRF_SECRET_KEY", [another])
    browser = with_cookie(cast.browser(), kept.value)

    assert sign_in(browser, password=GOOD).status_code == 429


def test_a_browser_knows_the_last_five_of_its_people() -> None:
    browser = KnownBrowser("a browser")
    people = [f"person{number}@example.com" for number in range(ACCOUNTS_MOST + 1)]

    for email in people:
        browser = browser.with_account(email)

    assert [browser.knows(email) for email in people] == [False] + [True] * ACCOUNTS_MOST
    assert browser.with_account(people[-1]) == browser


def test_a_network_that_guessed_and_a_known_browser_in_it_are_counted_apart() -> None:
    assert attempts.counted_as(AKI, HOME, None) == (AKI, HOME)
    assert attempts.counted_as(AKI, HOME, "b") not in {(AKI, HOME), attempts.counted_as(AKI, HOME, "c")}
