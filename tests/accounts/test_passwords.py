"""How passwords are hashed, and how many at once."""

import re
import threading

import pytest
from argon2 import Type, extract_parameters
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.security import generate_password_hash

from studyhub.accounts import passwords
from studyhub.config import HASHERS, ROOT
from tests.accounts.signing_in.hashers import Hasher

AS_SHIPPED, NOBODYS_AS_SHIPPED = passwords.HASHER, passwords._NOBODYS


@pytest.fixture
def _as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what makes hashes cheap for all other tests."""
    monkeypatch.setattr(passwords, "HASHER", AS_SHIPPED)
    monkeypatch.setattr(passwords, "_NOBODYS", NOBODYS_AS_SHIPPED)


@pytest.mark.usefixtures("_as_shipped")
def test_a_password_matches_its_hash_and_no_other() -> None:
    kept = passwords.hashed("correct horse battery")

    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "correct horse batterz")


@pytest.mark.usefixtures("_as_shipped")
def test_a_hash_costs_at_least_what_owasp_asks_for() -> None:
    cost = extract_parameters(passwords.hashed("correct horse battery"))

    assert cost.type is Type.ID
    assert cost.memory_cost >= 19 * 1024
    assert (cost.time_cost, cost.parallelism) >= (2, 1)


def test_what_a_hash_costs_stands_in_the_decisions() -> None:
    cost = extract_parameters(AS_SHIPPED.hash("anybody's"))
    rounds = {2: "two rounds", 3: "three rounds"}[cost.time_cost]

    decided = re.findall(r"^\| hash of a password \| (.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert decided[-1].startswith(f"Argon2id with {cost.memory_cost // 1024} MiB, {rounds}")


def test_what_an_unknown_person_is_checked_against_costs_as_much() -> None:
    nobodys, anybodys = (extract_parameters(kept) for kept in (NOBODYS_AS_SHIPPED, AS_SHIPPED.hash("anybody's")))

    assert nobodys == anybodys


def test_nobody_without_a_password_signs_in() -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, "correct horse battery")


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("correct horse battery", " correct horse battery"),
        ("correct horse battery", "correct  horse battery"),
        ("caf\u00e9 au lait long", "cafe\u0301 au lait long"),  # composed and not
        ("馬と電池の１２３", "馬と電池の123"),
    ],
)
def test_a_password_is_what_was_typed_to_the_last_space(chosen: str, typed: str) -> None:
    kept = passwords.hashed(chosen)

    assert passwords.matches(kept, chosen)
    assert not passwords.matches(kept, typed)


@pytest.mark.parametrize("method", ["scrypt:1024:8:1", "pbkdf2:sha256:1"])
def test_what_was_hashed_the_old_way_is_checked_the_old_way(method: str) -> None:
    kept = generate_password_hash("correct horse battery", method)

    assert passwords.is_outdated(kept)
    assert passwords.matches(kept, "  correct horse\tbattery ")
    assert not passwords.matches(kept, "correct horse batterz")


def test_what_is_hashed_today_is_not_outdated() -> None:
    assert not passwords.is_outdated(passwords.hashed("correct horse battery"))
    assert passwords.is_outdated(AS_SHIPPED.hash("of another cost"))


@given(st.text())
def test_any_text_can_be_hashed_and_matches(password: str) -> None:
    assert passwords.matches(passwords.hashed(password), password)


@pytest.mark.parametrize("kept", ["", "!", "$argon2id$v=19$", "plain words", "$argon2id$v=19$m=8,t=1,p=1$a$b"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not passwords.matches(kept, "correct horse battery")


def test_no_more_are_hashed_at_once_than_may_and_all_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    hasher.go_on.clear()

    threads = [threading.Thread(target=passwords.hashed, args=("correct horse battery",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    hasher.wait_until_all_are_at_work()
    hasher.go_on.set()
    for thread in threads:
        thread.join()

    assert (hasher.most, hasher.done) == (HASHERS, 6)
