"""Which new passwords are refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from studyhub.accounts.password_strength import MIN_CHARS, PasswordProblem, problem
from tests.accounts.browsing import GOOD
from tests.cast import Cast

AKI: dict[str, Any] = {
    "email": "aki.organises@example.com",
    "names": ("Aki Organises", "おーがないず あき", "GMO Nekojarashi"),
}


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("x" * 9, PasswordProblem.TOO_SHORT),
        ("short one", PasswordProblem.TOO_SHORT),
        ("ab " * 44, PasswordProblem.TOO_LONG),
        ("Qwertyuiop", PasswordProblem.EASY),
        ("1234567890", PasswordProblem.EASY),
        ("aaaaaaaaaaaaaaaa", PasswordProblem.EASY),
        ("ab " * 42, PasswordProblem.EASY),
        ("0123abcd" * 8, PasswordProblem.EASY),
        ("administrator", PasswordProblem.EASY),
        ("passw0rd12", PasswordProblem.EASY),
        ("1qaz2wsx3edc", PasswordProblem.EASY),
        ("StudyHub2026", PasswordProblem.IS_YOURS),
        ("5tudyhub2026", PasswordProblem.EASY),
        ("studyhub-demo", PasswordProblem.IS_YOURS),
        ("nekojarashi2026", PasswordProblem.IS_YOURS),
        ("aki.organises", PasswordProblem.IS_YOURS),
        ("AKI ORGANISES", PasswordProblem.IS_YOURS),
        ("Organises-2026", PasswordProblem.IS_YOURS),
        ("おーがないず あき", PasswordProblem.TOO_SHORT),
        ("おーがないず あき2026", PasswordProblem.IS_YOURS),
        ("aki.organises@example.com", PasswordProblem.IS_YOURS),
        ("correct horse battery", None),
        ("akin to a purple lantern", None),
        ("正しい馬と電池のステープル", None),
        ("correct horse battery " * 5, None),
    ],
)
def test_a_password_is_refused_for_its_reason(password: str, found: PasswordProblem | None) -> None:
    assert problem(password, **AKI) is found


def test_a_word_is_no_better_for_whoever_is_called_by_a_part_of_it() -> None:
    assert problem("administrator", email="admin@example.com", names=("Ado",)) is PasswordProblem.EASY


@settings(deadline=None, max_examples=30)
@given(st.text(min_size=60, max_size=200))
def test_any_long_text_is_judged(password: str) -> None:
    assert problem(password, **AKI) in set(PasswordProblem) | {None}


def test_the_commonest_passwords_are_refused_whatever_their_length(is_long: bool) -> None:
    common = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= MIN_CHARS]
    tried = common if is_long else common[::5]

    assert [password for password in tried if problem(password, **AKI) is None] == []


@pytest.mark.parametrize(
    "password", ["administrator", "passw0rd12", "Example 2026", "botan-2026", "ぼたんぼたんぼたん7"]
)
def test_whoever_takes_a_password_is_told_why_another_one(cast: Cast, password: str) -> None:
    cast.botan.kana = "ぼたん"
    browser = cast.browser(cast.botan)

    answer = browser.post("/profile/password", data={"present": GOOD, "password": password})

    assert answer.status_code == 422
    assert "関係のない単語をいくつか並べると" in answer.text
