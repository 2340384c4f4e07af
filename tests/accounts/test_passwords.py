"""Which passwords are refused, and how hashing is kept from piling up."""

import threading
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from studyhub.accounts import passwords
from studyhub.accounts.passwords import HashingBusy, PasswordProblem

AS_SHIPPED = passwords.METHOD
AKI = {"email": "aki.organises@example.com", "name": "Aki Organises"}


@pytest.fixture(autouse=True, scope="module")
def _hashes_as_shipped() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "METHOD", AS_SHIPPED)
        yield


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("x" * 9, PasswordProblem.TOO_SHORT),
        ("short one", PasswordProblem.TOO_SHORT),
        ("ab " * 43, None),
        ("ab " * 44, PasswordProblem.TOO_LONG),
        ("Qwertyuiop", PasswordProblem.COMMON),
        ("1234567890", PasswordProblem.COMMON),
        ("aaaaaaaaaaaaaaaa", PasswordProblem.COMMON),
        ("aki.organises", PasswordProblem.IS_YOURS),
        ("AKI ORGANISES", PasswordProblem.IS_YOURS),
        ("aki.organises@example.com", PasswordProblem.IS_YOURS),
        ("correct horse battery", None),
        ("正しい馬と電池のステープル", None),
        ("0123abcd" * 8, None),
    ],
)
def test_a_password_is_refused_for_its_reason(password: str, problem: PasswordProblem | None) -> None:
    assert passwords.problem(password, **AKI) is problem


@given(st.text(min_size=200, max_size=5000))
def test_any_long_text_is_judged(password: str) -> None:
    assert passwords.problem(password, **AKI) in set(PasswordProblem) | {None}


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


def test_the_commonest_passwords_are_refused_whatever_their_length() -> None:
    commonest = list(islice(FREQUENCY_LISTS["passwords"], 3000))
    long_enough = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= passwords.MIN_CHARS][:3000]

    assert [password for password in commonest if passwords.problem(password, **AKI) is None] == []
    assert {passwords.problem(password, **AKI) for password in long_enough} == {PasswordProblem.COMMON}
