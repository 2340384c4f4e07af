"""Signing in and out."""

import pytest
from flask import Flask

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people.models import Device, UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from tests.accounts.browsing import GOOD, by_email, words
from tests.accounts.signing_in.guesses import rows, sign_in, statements, the_line_is_full
from tests.cast import Cast


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = Cast(app)
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()
    return cast


def test_the_right_password_signs_in_and_goes_on(cast: Cast) -> None:
    browser = cast.browser()

    answer = browser.post("/sign-in", data={"email": " AKI@example.com ", "password": GOOD, "next": "/circles/"})

    assert (answer.status_code, answer.location) == (303, "/circles/")
    assert browser.get("/profile/").status_code == 200


@pytest.mark.parametrize("next_url", ["//evil.example", "https://evil.example/", "/\\evil.example", "/nowhere", ""])
def test_nobody_is_led_away(cast: Cast, next_url: str) -> None:
    answer = cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": GOOD, "next": next_url})

    assert answer.location == "/"


def test_known_and_unknown_people_get_the_same_words(cast: Cast) -> None:
    known = cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": "wrong password"})
    unknown = cast.browser().post("/sign-in", data={"email": "dai@example.com", "password": "wrong password"})

    assert known.status_code == unknown.status_code == 422
    assert words(known.text, "aki@example.com") == words(unknown.text, "dai@example.com")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("registration", list(Registration))
def test_accounts_are_offered_only_where_one_can_make_them(
    cast: Cast, registration: Registration, language: str
) -> None:
    organization.current().registration = registration
    db.session.commit()
    visitor = cast.browser()
    visitor.set_cookie("language", language)
    pages = [visitor.get("/sign-in"), sign_in(visitor)]

    by_invitation = {"ja": "組織の管理者に招待を依頼してください。", "en": "Accounts come by invitation"}[language]
    is_offered = registration is not Registration.INVITATION
    assert [("/register" in page.text, by_invitation in page.text) for page in pages] == [
        (is_offered, not is_offered)
    ] * 2


@pytest.mark.parametrize("state", [UserState.SUSPENDED, UserState.LEFT])
def test_whoever_is_shut_out_does_not_sign_in(cast: Cast, state: UserState) -> None:
    cast.aki.state = state

    answer = cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": GOOD})

    assert answer.status_code == 422
    assert db.session.scalars(db.select(Device)).all() == []


def test_empty_fields_are_refused(cast: Cast) -> None:
    answer = cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": ""})

    assert answer.status_code == 422
    assert 'value="aki@example.com"' in answer.text


def test_what_was_typed_is_carried_over_the_sign_in(cast: Cast) -> None:
    visitor = cast.browser()
    first = visitor.post("/teams/", data={"name": "Two\nlines", "password": "secret words"})
    assert first.status_code == 401
    assert "Two\nlines" in first.text
    assert "secret words" not in first.text

    carried = {"carried_to": "/teams/", "carried_name": "name", "carried_value": "Two\nlines"}
    second = visitor.post("/sign-in", data={"email": "aki@example.com", "password": GOOD, **carried})

    assert second.status_code == 200
    assert 'action="/teams/"' in second.text
    assert "Two\nlines" in second.text


def test_what_was_carried_survives_a_wrong_password(cast: Cast) -> None:
    carried = {"carried_to": "/teams/", "carried_name": "name", "carried_value": "A team"}

    answer = cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": "wrong words", **carried})

    assert answer.status_code == 422
    assert "A team" in answer.text


def test_signing_out_ends_a_copied_cookie(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    copied = cast.app.test_client()
    for cookie in [browser.get_cookie("studyhub")]:
        assert cookie is not None
        copied.set_cookie("studyhub", cookie.value)
    assert copied.get("/profile/").status_code == 200

    browser.post("/sign-out")

    assert copied.get("/profile/").status_code == 302


def test_whoever_is_signed_in_is_led_on(cast: Cast) -> None:
    assert cast.browser(cast.aki).get("/sign-in?next=/circles/").location == "/circles/"


def test_whoever_finds_the_line_full_gets_their_address_back(cast: Cast) -> None:
    browser = cast.browser()

    data = {"email": "aki@example.com", "password": GOOD, "next": "/circles/"}
    with statements() as asked, the_line_is_full(cast):
        answer = browser.post("/sign-in", data=data)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert 'value="aki@example.com"' in answer.text
    assert 'value="/circles/"' in answer.text
    assert GOOD not in answer.text
    assert asked == []


@pytest.mark.parametrize(("language", "heading"), [("ja", "少しお待ちください"), ("en", "One moment")])
def test_whoever_finds_the_line_full_elsewhere_is_told_so_and_nothing_changes(
    cast: Cast, language: str, heading: str
) -> None:
    browser, kept = cast.browser(cast.aki), cast.aki.password_hash
    browser.set_cookie("language", language)

    with the_line_is_full(cast):
        answer = browser.post("/profile/password", data={"present": GOOD, "password": "another good one"})

    assert answer.status_code == 503
    assert f"<h1>{heading}</h1>" in answer.text
    assert by_email("aki@example.com").password_hash == kept


@pytest.mark.parametrize(("failures", "counted"), [(0, 0), (1, 2)])
def test_finding_the_line_full_is_a_failure_where_something_failed_before(
    cast: Cast, failures: int, counted: int
) -> None:
    for _ in range(failures):
        sign_in(cast.browser())

    with the_line_is_full(cast):
        assert sign_in(cast.browser(), password=GOOD).status_code == 503

    assert rows() == counted
