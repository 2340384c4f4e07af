"""How often signing in may fail."""

import time
from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.accounts.gate import attempts
from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT, MANY, NETWORK_LIMIT, WINDOW, TooManyTries
from studyhub.accounts.models import Attempt, AttemptKind
from studyhub.db import db
from studyhub.delivery.ticks import ticks_of
from studyhub.web.guards.clients import network_of
from studyhub.web.guards.reputation import SLOW_SECONDS, reputation_of
from tests.accounts.browsing import GOOD, mails, words
from tests.accounts.signing_in.guesses import AKI, ELSEWHERE, HOME, WRONG, assert_in_five_minutes, fail, rows, sign_in
from tests.at_once import at_once
from tests.cast import NOON, Cast


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = Cast(app)
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()
    return cast


def test_ten_failures_close_an_account_for_five_minutes(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT - 1, email=AKI)
    assert sign_in(cast.browser()).status_code == 422

    answer = sign_in(cast.browser(), password=GOOD)

    assert answer.status_code == 429
    assert_in_five_minutes(answer)
    assert f'value="{AKI}"' in answer.text
    clock.start_at(NOON + WINDOW + timedelta(seconds=1))
    assert sign_in(cast.browser(), password=GOOD).status_code == 303


@pytest.mark.parametrize(("language", "sentence"), [("ja", "3分後にもう一度"), ("en", "try again in 3 minutes")])
def test_the_page_says_when_to_try_again(cast: Cast, language: str, sentence: str) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    clock.start_at(NOON + timedelta(minutes=2, seconds=20))
    browser = cast.browser()
    browser.set_cookie("language", language)

    assert sentence in sign_in(browser).text


def test_the_window_slides(cast: Cast) -> None:
    for minute in (0, 2):
        for _ in range(ACCOUNT_LIMIT // 2):
            attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + timedelta(minutes=minute))

    with pytest.raises(TooManyTries) as refused:
        attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + timedelta(minutes=4))

    assert refused.value.until == NOON + WINDOW


def test_only_failures_count(cast: Cast) -> None:
    for _ in range(ACCOUNT_LIMIT + 1):
        assert sign_in(cast.browser(), password=GOOD).status_code == 303

    assert rows() == 0


def test_an_unknown_account_is_closed_like_a_known_one(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    fail(ACCOUNT_LIMIT, email="dai@example.com")

    known, unknown = sign_in(cast.browser()), sign_in(cast.browser(), "dai@example.com")

    assert known.status_code == unknown.status_code == 429
    assert_in_five_minutes(known)
    assert_in_five_minutes(unknown)
    assert words(known.text, AKI) == words(unknown.text, "dai@example.com")


def test_a_hundred_failures_close_one_network_and_no_other(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network=HOME)

    assert sign_in(cast.browser(), password=GOOD).status_code == 429
    assert sign_in(cast.browser(), password=GOOD, address=ELSEWHERE).status_code == 303


def test_an_office_of_a_hundred_mistakes_can_still_sign_in(cast: Cast) -> None:
    fail(NETWORK_LIMIT - 1, network=HOME)

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_another_address_of_the_same_ipv6_network_is_the_same(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network="2001:db8:0:1::/64")

    assert sign_in(cast.browser(), password=GOOD, address="2001:db8:0:1:ffff::7").status_code == 429
    assert sign_in(cast.browser(), password=GOOD, address="2001:db8:0:2::7").status_code == 303


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_belongs_to_a_network(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_beyond_a_thousand_overall_answers_are_slow_and_nobody_is_locked_out(cast: Cast) -> None:
    fail(MANY - 1)
    assert sign_in(cast.browser()).status_code == 422
    assert delay_of(cast, ELSEWHERE) == 0

    answer = sign_in(cast.browser(), password=GOOD)

    assert answer.status_code == 303
    assert delay_of(cast, ELSEWHERE) == SLOW_SECONDS


def delay_of(cast: Cast, network: str) -> float:
    """How much longer the next try from there waits in the line."""
    return reputation_of(cast.app).delay(network, time.monotonic())


def test_whoever_is_told_to_come_back_later_waits_longer_for_the_next_answer(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network=HOME)

    assert sign_in(cast.browser()).status_code == 429

    assert (delay_of(cast, HOME), delay_of(cast, ELSEWHERE)) == (SLOW_SECONDS, 0)


def test_a_clock_set_back_locks_nobody(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    fail(NETWORK_LIMIT, network=HOME)

    clock.start_at(NOON - timedelta(days=183))

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_a_clock_set_back_keeps_nobody_from_asking_for_a_link(cast: Cast) -> None:
    cast.browser().post("/reset", data={"email": AKI})
    clock.start_at(NOON - timedelta(days=183))

    cast.browser().post("/reset", data={"email": AKI})

    assert [kind for kind, _ in mails()] == ["reset", "reset"]


def test_the_worker_forgets_what_a_clock_set_back_left_in_the_future(cast: Cast) -> None:
    fail(3)

    for tick in ticks_of(cast.app):
        tick(NOON - timedelta(days=183))

    assert rows() == 0


def test_a_clock_a_little_ahead_still_counts(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)

    clock.start_at(NOON - timedelta(seconds=30))

    assert sign_in(cast.browser(), password=GOOD).status_code == 429


def test_of_many_at_the_same_moment_ten_are_counted(app: Flask, cast: Cast) -> None:
    def begin() -> None:
        attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON)

    assert at_once(app, [begin] * 14) == ["TooManyTries"] * 4 + ["done"] * 10


def test_what_was_typed_as_an_address_is_kept_nowhere(cast: Cast) -> None:
    sign_in(cast.browser(), "planted@example.com")

    [row] = db.session.execute(db.select(Attempt.__table__)).all()
    assert "planted" not in str(row)


def test_the_worker_forgets_what_counts_no_more(cast: Cast) -> None:
    fail(3)
    attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + WINDOW)
    db.session.commit()

    for tick in ticks_of(cast.app):
        tick(NOON + WINDOW)

    assert [row.at for row in db.session.scalars(db.select(Attempt))] == [NOON + WINDOW]


def test_the_present_password_can_be_guessed_no_more_often(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT - 1, email=AKI)
    browser, data = cast.browser(cast.aki), {"present": WRONG, "password": "another good one"}
    assert browser.post("/profile/password", data=data).status_code == 422

    assert browser.post("/profile/password", data={**data, "present": GOOD}).status_code == 429
