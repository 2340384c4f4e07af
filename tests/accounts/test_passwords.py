"""How passwords are hashed, and how hashing is kept from piling up."""

import threading
from collections.abc import Iterator

import pytest

from studyhub.accounts import passwords
from studyhub.accounts.passwords import HashingBusy

AS_SHIPPED = passwords.METHOD


@pytest.fixture(autouse=True, scope="module")
def _hashes_as_shipped() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "METHOD", AS_SHIPPED)
        yield


def test_a_password_matches_its_hash_and_no_other() -> None:
    kept = passwords.hashed("correct horse battery")

    assert kept.startswith("scrypt:32768:8:3$")
    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "correct horse batterz")


def test_nobody_without_a_password_signs_in() -> None:
    assert not passwords.matches(None, "")
    assert not passwords.matches(None, "correct horse battery")


def test_one_more_than_three_at_once_is_sent_away() -> None:
    refused: list[bool] = []
    lined_up = threading.Barrier(6)

    def hash_one() -> None:
        lined_up.wait()
        try:
            passwords.hashed("correct horse battery")
            refused.append(False)
        except HashingBusy:
            refused.append(True)

    threads = [threading.Thread(target=hash_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(refused) == [False] * 3 + [True] * 3
