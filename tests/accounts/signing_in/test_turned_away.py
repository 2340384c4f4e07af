"""Whoever was just turned away is turned away again for next to nothing."""

import pytest

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.accounts.gate import attempts
from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT, NETWORK_LIMIT
from studyhub.accounts.models import AttemptKind
from studyhub.db import db
from studyhub.web.guards.turned_away import REMEMBERED
from tests.accounts.browsing import GOOD
from tests.accounts.signing_in.guesses import AKI, ELSEWHERE, HOME, fail, sign_in, statements
from tests.cast import NOON, Cast


@pytest.fixture(autouse=True)
def _aki_has_a_password(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()


def test_second_refusal_asks_the_database_nothing(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network=HOME)
    first = sign_in(cast.browser())

    with statements() as asked:
        second = sign_in(cast.browser(), "dai@example.com")

    assert (first.status_code, second.status_code) == (429, 429)
    assert asked == []
    assert 'value="dai@example.com"' in second.text


def test_an_account_is_remembered_wherever_it_is_tried_from(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    sign_in(cast.browser())

    with statements() as asked:
        answer = sign_in(cast.browser(), address=ELSEWHERE)

    assert (answer.status_code, asked) == (429, [])


def test_a_closed_account_closes_nobody_elses(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email="dai@example.com")
    sign_in(cast.browser(), "dai@example.com")

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_after_a_moment_the_database_is_asked_again(cast: Cast) -> None:
    last = [attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON).id for _ in range(ACCOUNT_LIMIT)]
    db.session.commit()
    assert sign_in(cast.browser(), password=GOOD).status_code == 429
    attempts.forget(last[-1])
    db.session.commit()

    clock.start_at(clock.now() + REMEMBERED)

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_what_an_expired_session_carried_goes_on_with_the_refusal(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network=HOME)
    carried = {"carried_to": "/circles/new", "carried_name": "title", "carried_value": "SRE の探求"}

    answer = cast.browser().post("/sign-in", data={"email": AKI, "password": GOOD, "next": "/notes/", **carried})

    assert answer.status_code == 429
    for kept in ('value="/notes/"', 'value="/circles/new"', "SRE の探求"):
        assert kept in answer.text
    assert GOOD not in answer.text


@pytest.mark.parametrize(("language", "heading"), [("ja", "サインイン"), ("en", "Sign in")])
def test_the_refusal_speaks_the_browsers_language(cast: Cast, language: str, heading: str) -> None:
    fail(NETWORK_LIMIT, network=HOME)
    browser = cast.browser()
    browser.set_cookie("language", language)

    assert f"<h1>{heading}</h1>" in sign_in(browser).text
