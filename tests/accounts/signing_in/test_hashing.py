"""What every wrong password costs, one hash whoever is guessed, and how old hashes become new ones."""

import inspect
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.security import generate_password_hash

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people.models import UserState
from studyhub.web.guards.hashing import hashing_views
from tests.accounts.browsing import GOOD, by_email
from tests.accounts.signing_in.guesses import AKI, WRONG, sign_in, statements
from tests.cast import CHEAP_HASHER, Cast


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
    hasher = Noting()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    with statements() as known:
        sign_in(cast.browser())
    with statements() as done:
        sign_in(cast.browser(), email, password)

    assert hasher.checked == ["$argon2id$v=19$m=8,t=1,p=1"] * 2
    assert done == known


class Noting:
    """Checks as the cheap hasher does, and notes what kind of hash was checked."""

    def __init__(self) -> None:
        self.checked: list[str] = []

    def verify(self, kept: str, given: bytes) -> bool:
        """As the hasher does."""
        self.checked.append(kept.rpartition("$")[0].rpartition("$")[0])
        return CHEAP_HASHER.verify(kept, given)


@pytest.mark.parametrize("method", ["scrypt:1024:8:1", "pbkdf2:sha256:1"])
def test_signing_in_hashes_anew_what_was_hashed_the_old_way(cast: Cast, method: str) -> None:
    cast.aki.password_hash = generate_password_hash(GOOD, method)

    assert sign_in(cast.browser(), password=f" {GOOD} ").status_code == 303

    kept = by_email(AKI).password_hash or ""
    assert not passwords.is_outdated(kept)
    assert passwords.matches(kept, f" {GOOD} ")
    assert sign_in(cast.browser(), password=GOOD).status_code == 422


def test_a_wrong_password_hashes_nothing_anew(cast: Cast) -> None:
    cast.aki.password_hash = kept = generate_password_hash(GOOD, "scrypt:1024:8:1")

    assert sign_in(cast.browser()).status_code == 422

    assert by_email(AKI).password_hash == kept


def test_spaces_around_a_new_password_belong_to_it(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    answer = browser.post("/profile/password", data={"present": GOOD, "password": " two  spaces inside "})

    assert answer.status_code == 303
    assert passwords.matches(by_email(AKI).password_hash, " two  spaces inside ")


def test_every_view_that_hashes_waits_in_the_line_for_it(cast: Cast) -> None:
    hashing = {name for name, view in cast.app.view_functions.items() if calls_the_hasher(view)}
    marked = {name for name, view in cast.app.view_functions.items() if view in hashing_views}

    assert marked == hashing
    assert "accounts.create_session" in marked


def calls_the_hasher(view: Callable[..., object]) -> bool:
    """Whether a view, or a function of its own module that it calls, hashes or checks a password."""
    module = inspect.getmodule(inspect.unwrap(view))
    waiting, seen = [inspect.unwrap(view)], set[object]()
    while waiting:
        function = waiting.pop()
        seen.add(function)
        names = set(function.__code__.co_names)
        if names & {"hashed", "matches", "authenticate", "is_present_password"}:
            return True
        called = [getattr(module, name, None) for name in names]
        of_module = [one for one in called if inspect.isfunction(one) and one.__module__ == function.__module__]
        waiting += [one for one in of_module if one not in seen]
    return False
