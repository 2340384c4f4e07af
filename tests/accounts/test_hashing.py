"""What every wrong password costs: one hash, whoever is guessed, and one at a time."""

import threading

import pytest
from flask import Flask
from werkzeug.security import check_password_hash

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people.models import UserState
from tests.accounts.browsing import GOOD
from tests.accounts.guesses import AKI, WRONG, rows, sign_in, statements
from tests.cast import Browser, Cast


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = Cast(app)
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()
    return cast


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (AKI, WRONG),
        (AKI, "x" * 129),
        ("chika@example.com", WRONG),  # has no password
        ("botan@example.com", WRONG),  # is suspended
        ("dai@example.com", WRONG),  # is nobody
        ("dai@example.com", "x" * 129),
    ],
)
def test_every_failure_is_one_hash_and_the_same_statements(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    cast.botan.password_hash, cast.botan.state = passwords.hashed(GOOD), UserState.SUSPENDED
    hashed_with: list[str] = []

    def counting(kept: str, given: str) -> bool:
        hashed_with.append(kept.partition("$")[0])
        return check_password_hash(kept, given)

    monkeypatch.setattr(passwords, "check_password_hash", counting)
    with statements() as known:
        sign_in(cast.browser())
    with statements() as done:
        sign_in(cast.browser(), email, password)

    assert hashed_with == ["pbkdf2:sha256:1"] * 2
    assert done == known


def test_what_an_unknown_person_is_checked_against_costs_as_much(app: Flask) -> None:
    # Beside the fixture, which makes hashes cheap: the values the module begins with.
    with open(passwords.__file__, encoding="utf-8") as file:
        source = file.read()

    assert source.count('"scrypt:32768:8:3') == 2


def test_hashing_takes_one_at_a_time_and_sends_others_away_with_their_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, most, answers = threading.Semaphore(0), [0, 0], []
    go_on = threading.Event()

    def slow(kept: str, given: str) -> bool:
        most[0] += 1
        most[1] = max(most)
        inside.release()
        go_on.wait(20)
        most[0] -= 1
        return False

    monkeypatch.setattr(passwords, "check_password_hash", slow)
    waiting: list[int] = []
    acquire = passwords._places.acquire

    def noting(*, blocking: bool) -> bool:
        found = acquire(blocking=blocking)
        waiting.append(found)
        return found

    monkeypatch.setattr(passwords._places, "acquire", noting)
    browsers = [cast.browser() for _ in range(3)]
    threads = [threading.Thread(target=lambda one=one: answers.append(sign_in_apart(cast, one))) for one in browsers]
    for thread in threads:
        thread.start()
    for _ in range(2000):
        if len(waiting) == 3:
            break
        threading.Event().wait(0.01)

    refused = sign_in(cast.browser(), password=GOOD)
    go_on.set()
    for thread in threads:
        thread.join()

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert f'value="{AKI}"' in refused.text
    assert answers == [422] * 3
    assert most[1] == 1
    assert rows() == 3  # being sent away is no failure


def sign_in_apart(cast: Cast, browser: Browser) -> int:
    """Sign in from a thread of its own, with its own transaction."""
    with cast.app.app_context():
        return sign_in(browser).status_code
